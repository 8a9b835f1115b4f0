import { readFileSync } from 'node:fs';
import { AuditEntity } from '@chengqi/office-kernel';
import { loadOperations } from '@chengqi/schemas';
import { OutboxEntity } from '@chengqi/service-kit';
import { confirmProposals, type Data, playClosedLoop } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLOutputType, getNamedType, isListType, isNonNullType, isObjectType } from 'graphql';
import { IsNull, Not } from 'typeorm';
import { everyQuestion } from './every-question.ts';
import { tryEveryPath } from './lonely-admin.ts';
import { type OpenedOffice, openOffice } from './open-office.ts';

const flagship = loadOperations('office').ClosedLoop ?? '';
/** Words of the meeting's title, record, minutes, resolution and hazard; nothing else in the demo county has them. */
const canaries = ['公共场所', '重大火灾', '疏散通道'];
const cleared = ['YX0018', 'YX0019', 'YX0020', 'YX0022', 'YX0023', 'YX0024'];
/** The same office without clearance, another unit, who may configure everything, and whom that one made (15-1.5). */
const outsiders = ['YX0013', 'YX0026', 'admin', 'PUPPET1', 'PUPPET2', 'PUPPET3'];

const ids = `query ($meeting: ID!) {
  meeting(id: $meeting) {
    minutes { issuedDocument { id docNumber docCode year issuingOrg { id } } }
    resolutions { id supervisionItem { id state hazards { hazard { id } } } }
  }
}`;

const lists = `{
  meetings(first: 100) { totalCount nodes { id title } }
  resolutions(first: 100) { totalCount nodes { id text } }
  documents(first: 100) { totalCount nodes { id title } }
  supervisionItems(first: 100) { totalCount nodes { id title } }
  hazards(first: 100) { totalCount nodes { id description } }
  archiveRecords(first: 100) { totalCount nodes { id title } }
}`;

const byId = `query ($meeting: ID!, $resolution: ID!, $document: ID!, $item: ID!, $hazard: ID!, $record: ID!, $code: String!, $office: ID!, $number: String!, $docCode: String!, $year: Int!) {
  meeting(id: $meeting) { title }
  resolution(id: $resolution) { text supervisionItem { title } }
  document(id: $document) { title archiveRecord { title } }
  documentByNumber(org: $office, docNumber: $number) { id }
  deliveries(documentId: $document) { id }
  supervisionItem(id: $item) { title archiveRecord { title } hazards { hazard { description } } }
  hazard(id: $hazard) { description archiveRecord { title } supervisionItem { title } }
  archiveRecord(id: $record) { title }
  recordByCode: archiveRecord(code: $code) { title }
  numberSequence(org: $office, docCode: $docCode, year: $year) { lastSerial allocations { serial document { id } } }
}`;

describe('a WORK_SECRET chain (DOMAIN 11, 5)', () => {
  let opened: OpenedOffice;
  let variables: Record<string, Data>;
  let meetingId: string;
  let chainReader: string;
  let print: typeof console.log;

  beforeAll(async () => {
    print = console.log;
    console.log = () => {};
    opened = await openOffice();
    const { client, office } = opened;
    const admin = client.as('admin');
    for (const staffNo of cleared) {
      const { person } = await admin.act('query ($no: String) { person(staffNo: $no) { id } }', { no: staffNo });
      await admin.act('mutation ($input: GrantClearanceInput!) { grantClearance(input: $input) { person { id } } }', {
        input: { personId: person.id, secrecyLevel: 'WORK_SECRET', validTo: '2030-12-31' },
      });
    }
    await confirmProposals(client.as('confirmer').act, { proposedBy: 'admin', staffNos: new Set(cleared) });
    await client.settled();
    const played = await playClosedLoop(office.url, { run: 'secret', secrecyLevel: 'WORK_SECRET' });
    await tryEveryPath(client);
    meetingId = played.meetingId;
    chainReader = played.reader;
    const { meeting } = await client.as(played.reader).act(ids, { meeting: meetingId });
    const [{ id: resolution, supervisionItem }] = meeting.resolutions;
    const document = meeting.minutes.issuedDocument;
    await client.settled();
    const { archiveRecords } = await client
      .as('YX0011')
      .act('{ archiveRecords(where: { state: CATALOGUED }, first: 10) { nodes { id archivalCode title } } }');
    const [record] = archiveRecords.nodes;
    variables = {
      meeting: meetingId,
      resolution,
      document: document.id,
      item: supervisionItem.id,
      hazard: supervisionItem.hazards[0].hazard.id,
      record: record.id,
      code: record.archivalCode,
      office: document.issuingOrg.id,
      number: document.docNumber,
      docCode: document.docCode,
      year: document.year,
    };
  });

  afterAll(async () => {
    console.log = print;
    await opened?.[Symbol.asyncDispose]();
  });

  it.each(outsiders)('looks to %s as if nothing of it were there, on every path', async (who) => {
    const desk = opened.client.as(who);
    const answers = [
      await desk.ask(flagship, { meeting: meetingId }),
      await desk.ask(lists),
      await desk.ask(byId, variables),
    ];

    for (const { errors } of answers) expect(errors).toEqual([]);
    expect(answers[0]?.data).toEqual({ meeting: null });
    for (const list of Object.values<Data>(answers[1]?.data)) expect(list).toEqual({ totalCount: 0, nodes: [] });
    const { numberSequence, deliveries, ...single } = answers[2]?.data ?? {};
    expect(new Set(Object.values(single))).toEqual(new Set([null]));
    expect(deliveries).toEqual([]);
    expect(numberSequence?.allocations ?? []).toEqual([]);
    const text = JSON.stringify(answers);
    for (const canary of canaries) expect(text).not.toContain(canary);
  });

  it('15-1.2: what refers to a hidden thing refers to nothing, whatever is asked of it', async () => {
    const asked = `query ($document: ID!, $record: ID!) {
      document(id: $document) {
        byName: origin { __typename }
        byId: origin { ... on Minutes { id } }
        byContent: origin { ... on Minutes { id updatedAt } }
      }
      archiveRecord(id: $record) {
        byName: source { __typename }
        byId: source { ... on SupervisionItem { id } ... on Hazard { id } }
        byContent: source { ... on SupervisionItem { id updatedAt } ... on Hazard { id updatedAt } }
      }
    }`;
    const refusals = { document: 0, archiveRecord: 0 };
    for (const who of [...cleared, chainReader, 'YX0011', ...outsiders]) {
      const { data, errors } = await opened.client.as(who).ask(asked, variables);
      expect(errors).toEqual([]);
      for (const name of ['document', 'archiveRecord'] as const) {
        const referred = data?.[name] ?? null;
        if (referred === null) continue;
        const { byName, byId, byContent } = referred;
        expect([who, byId?.id]).toEqual([who, byContent?.id]);
        expect([who, byName === null]).toEqual([who, byContent === null]);
        if (byContent === null) refusals[name] += 1;
      }
    }
    expect([refusals.document > 0, refusals.archiveRecord > 0]).toEqual([true, true]);
  });

  it('refuses acts on it like acts on what does not exist', async () => {
    const act = async (itemId: string) => {
      const { errors } = await opened.client
        .as('YX0026')
        .ask('mutation ($input: SuspendItemInput!) { suspendItem(input: $input) { item { id } } }', {
          input: { itemId, reason: '暂停' },
        });
      return errors.map(({ message, extensions: { requestId: _, ...extensions } }) => ({ message, extensions }));
    };

    expect(await act(variables.item)).toEqual(await act('sup_01h455vb4pex5vsknk084sn02q'));
  });

  it('lets no word of it travel in an event, and remembers who read and who was refused', async () => {
    for (const { kit } of opened.office.services.values()) {
      const envelopes = await kit.db.read.getRepository(OutboxEntity).find();
      for (const { envelope } of envelopes) for (const canary of canaries) expect(envelope).not.toContain(canary);
    }
    for (const name of ['meetings', 'documents', 'supervision', 'security'] as const) {
      await opened.office.services.get(name)?.kit.settled();
      const entries = await opened.office.services.get(name)?.kit.db.read.getRepository(AuditEntity).find();
      const acts = new Set(entries?.map(({ act }) => act));
      expect([name, acts.has('READ'), acts.has('READ_REFUSED')]).toEqual([name, true, true]);
    }
  });

  it('leaves one audit entry for each of its rows that a list shows, whichever list it is', async () => {
    const classified = await classifiedIds();
    const schema = buildSchema(readFileSync(new URL('../../../schemas/api.graphql', import.meta.url), 'utf8'));
    const subjects = { ids: [variables.office, variables.document].map(String), codes: [] };
    const questions = everyQuestion(schema, subjects, selectionOfRows);
    const shownBy = new Map<string, number>();

    for (const reader of [chainReader, 'YX0011', 'YX0018']) {
      const desk = opened.client.as(reader);
      for (const { field, query, variables: given } of questions) {
        const before = await readEntries();
        const { data } = await desk.ask(query, given);
        const shown = rowsOf(data?.[field]).filter((id) => classified.has(id));
        const audited = (await readEntries()).slice(before.length);

        expect([field, reader, audited.toSorted()]).toEqual([field, reader, shown.toSorted()]);
        shownBy.set(field, (shownBy.get(field) ?? 0) + shown.length);
      }
    }
    const telling = [...shownBy].filter(([, count]) => count > 0).map(([field]) => field);
    expect(telling).toEqual(
      expect.arrayContaining(['meetings', 'resolutions', 'documents', 'supervisionItems', 'hazards', 'archiveRecords']),
    );
  });

  /** Everything above INTERNAL that any service keeps. */
  async function classifiedIds(): Promise<Set<string>> {
    const ids = new Set<string>();
    for (const { kit } of opened.office.services.values()) {
      for (const { tableName, columns } of kit.db.writer.entityMetadatas) {
        const names = columns.map(({ databaseName }) => databaseName);
        if (!names.includes('secrecy_level') || !names.includes('id')) continue;
        const rows = await kit.db.read.query<{ id: string }[]>(
          `SELECT id FROM ${tableName} WHERE secrecy_level NOT IN ('PUBLIC', 'INTERNAL')`,
        );
        for (const { id } of rows) ids.add(id);
      }
    }
    return ids;
  }

  /** What people read so far, by id, service by service in the order of their ids. */
  async function readEntries(): Promise<string[]> {
    const entries = [];
    for (const { kit } of opened.office.services.values()) {
      entries.push(...(await kit.db.read.getRepository(AuditEntity).findBy({ act: 'READ', personId: Not(IsNull()) })));
    }
    return entries.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ entityId }) => entityId);
  }
});

/** Only the ids of a list's rows; null for what is no list of things with an id. */
function selectionOfRows(type: GraphQLOutputType): string | null {
  const named = getNamedType(type);
  if (!isObjectType(named)) return null;
  if (named.name.endsWith('Connection')) {
    const nodes = named.getFields().nodes?.type;
    return nodes && hasId(nodes) ? '{ nodes { id } }' : null;
  }
  return isListType(isNonNullType(type) ? type.ofType : type) && hasId(type) ? '{ id }' : null;
}

function hasId(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  return isObjectType(named) && named.getFields().id !== undefined;
}

const rowsOf = (list: Data): string[] => (list?.nodes ?? list ?? []).map(({ id }: { id: string }) => id);
