import { AuditEntity } from '@chengqi/office-kernel';
import { loadOperations } from '@chengqi/schemas';
import { OutboxEntity } from '@chengqi/service-kit';
import { type Data, playClosedLoop } from '@chengqi/stack';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenedOffice, openOffice } from './open-office.ts';

const flagship = loadOperations('office').ClosedLoop ?? '';
/** Words of the meeting's title, record, minutes, resolution and hazard; nothing else in the demo county has them. */
const canaries = ['公共场所', '重大火灾', '疏散通道'];
const cleared = ['YX0018', 'YX0019', 'YX0020', 'YX0022', 'YX0023', 'YX0024'];
/** The same office without clearance, another unit, and who may configure everything. */
const outsiders = ['YX0013', 'YX0026', 'admin'];

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
    await client.settled();
    const played = await playClosedLoop(office.url, { run: 'secret', secrecyLevel: 'WORK_SECRET' });
    meetingId = played.meetingId;
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
  }, 120_000);

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
      const entries = await opened.office.services.get(name)?.kit.db.read.getRepository(AuditEntity).find();
      const acts = new Set(entries?.map(({ act }) => act));
      expect([name, acts.has('READ'), acts.has('READ_REFUSED')]).toEqual([name, true, true]);
    }
  });
});
