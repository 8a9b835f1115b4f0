import type { Viewer } from '@chengqi/service-kit';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anEntry, aPassage, aReading, ledgerTaker, type Row } from './ledgers.ts';
import { openOffice, type TestOffice } from './office.ts';

const fields = `id registerNo senderText senderOrg { id } senderNumber state action title receivedAt dueOn finishedAt imported
  proposedOpinion returnReason result handlingOrg { id } coOrgs { id }
  instructions { code text requiresAction leader { id } leadOrg { id } givenAt dueOn }
  circulation { mode complete holder { id } readers { order state opinion reader { id } } }`;
const board = `query ($orgId: ID!, $receivedAt: DateTimeFilter, $asOf: DateTime) {
  documentBoard(orgId: $orgId, receivedAt: $receivedAt, asOf: $asOf) {
  overdue registerEntriesAboveCeiling onTime { numerator denominator value } onTimeByOrg { orgCode numerator denominator } } }`;

describe.each(testDialects())('the register of received documents on %s', (dialect) => {
  let office: TestOffice;
  let take: ReturnType<typeof ledgerTaker>;
  beforeAll(async () => {
    office = await openOffice(dialect);
    take = ledgerTaker(office);
  });
  afterAll(() => office.close());

  const enter = (...rows: Row[]) => take('incoming_documents.csv', rows);
  const pass = (...rows: Row[]) => take('circulations.csv', rows);
  const list = async (where: Record<string, unknown>, as: Viewer = office.people.registrar) => {
    const query = `query ($where: IncomingDocumentFilter) {
      incomingDocuments(where: $where, first: 100) { totalCount nodes { ${fields} } } }`;
    return (await office.ask(query, { where }, as)).data.incomingDocuments;
  };
  const entry = async (no: number, as?: Viewer) => (await list({ registerNo: `收2026-${no}` }, as)).nodes[0] ?? null;
  const given = () => office.events('InstructionGiven');

  it('keeps each document as it stands, with what the leader wrote on it, and tells the instruction once', async () => {
    const { orgs, people } = office;
    const rows = [
      anEntry(office, 101, { handling_org: 'JC10　', due_date: '2026/9/20' }),
      aReading(office, 102, { sender_text: '县教育局', sender_org_code: 'JC11', state: 'DONE' }),
      anEntry(office, 103, {
        state: 'RETURNED',
        return_reason: '文种使用不当',
        handling_org: '',
        co_orgs: '',
        due_date: '',
      }),
    ];
    expect(await enter(...rows)).toEqual([
      expect.stringMatching(/^NORMALISED handling_org .*due_date/),
      'ACCEPTED',
      'ACCEPTED',
    ]);

    expect(await entry(101)).toMatchObject({
      ...{ state: 'DONE', title: '关于第101项检查的通知', receivedAt: '2026-09-14T07:38:00.000Z', dueOn: '2026-09-20' },
      ...{ handlingOrg: { id: orgs.emergencyBureau.id }, coOrgs: [{ id: orgs.educationBureau.id }], imported: true },
      instructions: [
        {
          ...{ code: '批2026-101', text: '请县应急管理局阅处。', requiresAction: true, dueOn: '2026-09-20' },
          ...{ leader: { id: people.leader.personId }, leadOrg: { id: orgs.emergencyBureau.id } },
          givenAt: '2026-09-14T08:09:00.000Z',
        },
      ],
      circulation: null,
    });
    expect(await entry(102)).toMatchObject({ senderOrg: { id: orgs.educationBureau.id }, instructions: [] });
    expect(await entry(103)).toMatchObject({ state: 'RETURNED', returnReason: '文种使用不当' });
    const told = await given();
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({
      provenance: 'imported',
      data: { code: '批2026-101', supervisingOrgId: orgs.governmentOffice.id, leadOrgId: orgs.emergencyBureau.id },
    });
    await enter(...rows.toReversed());
    expect(await given()).toHaveLength(2);
  });

  it.each<[string, Row, RegExp]>([
    ['a day that is none', { received_at: '2026-02-30 09:15' }, /^REJECTED received_at/],
    ['an urgency nobody knows', { urgency: '火急' }, /^REJECTED urgency/],
    ['a unit that nobody knows', { handling_org: 'XX9999' }, /^QUARANTINED handling_org REFERENCE_UNKNOWN/],
    ['nobody as its sender', { sender_text: '' }, /^REJECTED sender_text/],
    ['an end before the receipt', { finished_at: '2026-09-13 09:00' }, /^REJECTED finished_at/],
    ['an end while it is handled', { state: 'HANDLING' }, /^REJECTED finished_at/],
    ['nobody to handle it', { handling_org: '' }, /^REJECTED handling_org/],
    ['an instruction without a moment', { instruction_at: '' }, /^REJECTED instruction_at/],
    ['an instruction before the receipt', { instruction_at: '2026-09-14 09:00' }, /^REJECTED instruction_at/],
    [
      'nobody whose register it could be',
      { received_by: '', handling_org: '', state: 'PROPOSED' },
      /^REJECTED received_by/,
    ],
    ['a number of the same sender', { sender_number: '澜民政函[2026]101号' }, /^REJECTED .*DUPLICATE/],
    [
      'a number of the same sender in wide signs',
      { sender_number: '澜民政函〔２０２６〕１０１号 ' },
      /^REJECTED .*DUPLICATE/,
    ],
  ])('takes nothing with %s', async (_, changes, fate) => {
    expect(await enter(anEntry(office, 200, changes))).toEqual([expect.stringMatching(fate)]);
    expect(await entry(200)).toBeNull();
  });

  it('two senders may use one number, and importers alone bring registers', async () => {
    const other = { sender_text: '县教育局', sender_number: '澜民政函〔2026〕101号' };
    expect(await enter(anEntry(office, 201, other))).toEqual(['ACCEPTED']);
    expect(await take('incoming_documents.csv', [anEntry(office, 202)], office.people.registrar)).toEqual([
      'FORBIDDEN',
    ]);
  });

  it('DOC-7: keeps of a document above the ceiling its entry alone, wherever it leaves a trace', async () => {
    const secret = '绝不外传';
    const words = { title: secret, proposed_opinion: secret, instruction_text: secret, result: secret };
    expect(await enter(anEntry(office, 301, { ...words, level: '机密' }))).toEqual([
      expect.stringMatching(/^NORMALISED title level above/),
    ]);
    await pass(aPassage(301, 1, office.people.leader, { opinion: secret, sent_at: '2026/9/15 9:00' }));

    const tables = ['incoming_documents', 'instructions', 'circulation_readers', 'import_row', 'outbox', 'audit_log'];
    for (const table of tables) {
      expect(JSON.stringify(await office.db.read.query(`SELECT * FROM ${table}`))).not.toContain(secret);
    }
    expect(await entry(301)).toBeNull();
  });

  it('the text of a work secret stays out of events', async () => {
    await enter(anEntry(office, 302, { level: 'WORK_SECRET' }));
    const told = (await given()).at(-1);
    expect(told).toMatchObject({ secrecylevel: 'WORK_SECRET', data: { code: '批2026-302', text: null } });
    expect(await entry(302)).toMatchObject({ instructions: [{ text: '请县应急管理局阅处。' }] });
  });

  it('what is hidden is in no list, count, instruction, circulation or figure of who may not see it', async () => {
    const { people, orgs } = office;
    await pass(aPassage(302, 1, people.principal));
    const counts = async (as: Viewer) => {
      const query = `{ incomingDocuments { totalCount } instructions(where: { code: "批2026-302" }) { totalCount nodes { document { id } } }
        circulationReaders(where: { states: [READ] }) { totalCount } }`;
      const { data } = await office.ask(query, {}, as);
      const numbers = (await office.ask(board, { orgId: orgs.county.id, asOf: '2026-12-01T00:00:00Z' }, as)).data;
      return [data, numbers.documentBoard.onTime.denominator].flat();
    };
    const id = (await entry(302)).id;
    const one = async (as: Viewer) =>
      (await office.ask('query ($id: ID!) { incomingDocument(id: $id) { id } }', { id }, as)).data.incomingDocument;

    expect(await one(people.registrar)).toEqual({ id });
    expect(await one(people.uncleared)).toBeNull();
    const [hidden, hiddenDue] = await counts(people.uncleared);
    const [shown, shownDue] = await counts(people.registrar);
    expect(hidden.instructions).toEqual({ totalCount: 0, nodes: [] });
    expect(hidden.circulationReaders.totalCount).toBe(0);
    expect(shown.instructions).toEqual({ totalCount: 1, nodes: [{ document: { id } }] });
    expect(shown.circulationReaders.totalCount).toBe(1);
    expect(shown.incomingDocuments.totalCount - hidden.incomingDocuments.totalCount).toBe(1);
    expect(shownDue - hiddenDue).toBe(1);
  });

  it('opens to who handles it, who reads it and who wrote on it, and to nobody else', async () => {
    const { rescueHandler, leader, townHead } = office.people;
    expect(await entry(101, rescueHandler)).toMatchObject({ state: 'DONE' });
    expect(await entry(101, leader)).toMatchObject({ state: 'DONE' });
    expect(await entry(101, townHead)).toBeNull();
  });

  it('DOC-9: knows who holds what goes round, and when everybody has read it', async () => {
    const { leader, principal, director } = office.people;
    await enter(aReading(office, 401), aReading(office, 402));
    const waiting = { state: 'WAITING', sent_at: '', read_at: '', opinion: '' };
    const sent = { state: 'SENT', read_at: '', opinion: '' };
    const rows = [
      aPassage(401, 3, director, waiting),
      aPassage(401, 1, leader),
      aPassage(401, 2, principal, { ...sent, sent_at: '2026-09-15T02:00:00Z' }),
      aPassage(402, 1, leader, { mode: 'PARALLEL' }),
      aPassage(402, 2, principal, { mode: 'PARALLEL', state: 'SKIPPED_WITH_REASON', sent_at: '', read_at: '' }),
    ];
    expect(await pass(...rows)).toEqual([
      ...['ACCEPTED', 'ACCEPTED', expect.stringMatching(/^NORMALISED sent_at/), 'ACCEPTED', 'ACCEPTED'],
    ]);

    expect((await entry(401)).circulation).toMatchObject({
      ...{ mode: 'SERIAL', complete: false, holder: { id: principal.personId } },
      readers: [
        { order: 1, state: 'READ', opinion: '已阅。' },
        { order: 2, state: 'SENT' },
        { order: 3, state: 'WAITING' },
      ],
    });
    expect((await entry(402)).circulation).toMatchObject({ mode: 'PARALLEL', complete: true, holder: null });
    const query = `query ($where: CirculationReaderFilter) {
      circulationReaders(where: $where) { totalCount nodes { circulationNo document { registerNo } } } }`;
    const mine = { where: { reader: principal.personId, states: ['SENT'] } };
    expect((await office.ask(query, mine, principal)).data.circulationReaders).toEqual({
      totalCount: 1,
      nodes: [{ circulationNo: '收2026-401-2', document: { registerNo: '收2026-401' } }],
    });
  });

  it.each<[string, Row, RegExp]>([
    ['of a document that is not there', { register_no: '收2026-999' }, /^QUARANTINED register_no REFERENCE_UNKNOWN/],
    ['to nobody known', { reader: 'XX9999' }, /^QUARANTINED reader REFERENCE_UNKNOWN/],
    ['that waits and was sent', { state: 'WAITING' }, /^REJECTED sent_at/],
    ['that was read without a moment', { read_at: '' }, /^REJECTED read_at/],
    ['that was read while it is with its reader', { state: 'SENT' }, /^REJECTED read_at/],
    ['that was read before it was sent', { read_at: '2026-09-15 08:00' }, /^REJECTED read_at/],
    ['to the same reader', {}, /^REJECTED null DUPLICATE/],
  ])('takes no passage %s', async (_, changes, fate) => {
    const row = aPassage(401, 1, office.people.leader, { circulation_no: `又${JSON.stringify(changes)}`, ...changes });
    expect(await pass(row)).toEqual([expect.stringMatching(fate)]);
  });

  it('counts on the board what was in time, what is late and what is an entry alone, as of a moment', async () => {
    const other = await openOffice(dialect);
    const takeThere = ledgerTaker(other);
    await takeThere('incoming_documents.csv', [
      anEntry(other, 1),
      anEntry(other, 2, { finished_at: '2026-09-21 00:00' }),
      anEntry(other, 3, { state: 'HANDLING', finished_at: '' }),
      anEntry(other, 4, { state: 'RETURNED', return_reason: '一文多事' }),
      anEntry(other, 5, { state: 'HANDLING', finished_at: '', due_date: '2026-12-31', handling_org: 'JC11' }),
      anEntry(other, 6, { handling_org: 'JC11', co_orgs: '', level: '机密' }),
      aReading(other, 7),
    ]);
    const ask = async (asOf: string, receivedAt: Record<string, string> | null = null) => {
      const variables = { orgId: other.orgs.county.id, receivedAt, asOf };
      return (await other.ask(board, variables, other.people.importer)).data.documentBoard;
    };
    expect(await ask('2026-10-01T00:00:00Z')).toEqual({
      overdue: ['收2026-3'],
      registerEntriesAboveCeiling: ['收2026-6'],
      onTime: { numerator: 2, denominator: 4, value: 0.5 },
      onTimeByOrg: [
        { orgCode: 'JC10', numerator: 1, denominator: 3 },
        { orgCode: 'JC11', numerator: 1, denominator: 1 },
      ],
    });
    // The limit ends with its last day, and no sooner.
    expect(await ask('2026-09-20T15:59:00Z')).toMatchObject({ overdue: [], onTime: { denominator: 0, value: null } });
    expect(await ask('2026-09-10T00:00:00Z')).toMatchObject({ registerEntriesAboveCeiling: [] });
    // Of the year of the moment, unless said otherwise; what is overdue stays so.
    const nextYear = { overdue: ['收2026-3', '收2026-5'], registerEntriesAboveCeiling: [], onTime: { denominator: 0 } };
    expect(await ask('2027-02-01T00:00:00Z')).toMatchObject(nextYear);
    expect(await ask('2027-02-01T00:00:00Z', { gte: '2026-09-01T00:00:00Z' })).toMatchObject({
      registerEntriesAboveCeiling: ['收2026-6'],
      onTime: { numerator: 2, denominator: 5 },
    });
    await other.close();
  });

  it('lists pages of what matches, by each of its filters', async () => {
    const { orgs, people } = office;
    const numbers = async (where: Record<string, unknown>) =>
      (await list(where)).nodes.map(({ registerNo }: { registerNo: string }) => registerNo);

    expect(await numbers({ states: ['RETURNED'] })).toEqual(['收2026-103']);
    expect(await numbers({ states: [] })).toEqual([]);
    expect(await numbers({ senderNumber: '澜民政函(2026)102号' })).toEqual(['收2026-102']);
    expect(
      await numbers({ handlingOrg: orgs.emergencyBureau.id, dueOn: { gte: '2026-09-20', lte: '2026-09-20' } }),
    ).toEqual(expect.arrayContaining(['收2026-101', '收2026-201', '收2026-302']));
    expect(await numbers({ dueOn: { gte: '2026-09-21' } })).toEqual([]);
    expect(
      await numbers({ action: 'READ_ONLY', org: orgs.governmentOffice.id, receivedAt: { lt: '2026-09-15T00:00:00Z' } }),
    ).toHaveLength(3);
    const query =
      'query ($where: InstructionFilter) { instructions(where: $where, first: 1) { totalCount pageInfo { hasNextPage } } }';
    const where = {
      leader: people.leader.personId,
      requiresAction: true,
      leadOrg: orgs.emergencyBureau.id,
      givenAt: { gte: '2026-09-14T00:00:00Z' },
    };
    expect((await office.ask(query, { where }, people.leader)).data.instructions).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
  });

  it('asks for many documents with as many statements as for few', async () => {
    await enter(...Array.from({ length: 20 }, (_, n) => anEntry(office, 500 + n)));
    const query = `query ($first: Int!) { incomingDocuments(first: $first) { nodes { id
      instructions { id document { id } } circulation { complete } } } }`;
    const count = (first: number) => statementsOf(() => office.ask(query, { first }, office.people.registrar));
    await count(2);
    expect(await count(20)).toBe(await count(2));
  });
});
