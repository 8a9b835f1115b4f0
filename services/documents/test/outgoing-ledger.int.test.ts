import type { Viewer } from '@chengqi/service-kit';
import { schemaDrift, statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aDraft, anUnsignedDraft, aReceipt, ledgerTaker } from './ledgers.ts';
import { openOffice, type TestOffice } from './office.ts';

const later = '2026-12-01T00:00:00Z';

describe.each(testDialects())('the ledger of outgoing documents on %s', (dialect) => {
  let office: TestOffice;
  let take: ReturnType<typeof ledgerTaker>;
  beforeAll(async () => {
    office = await openOffice(dialect);
    take = ledgerTaker(office);
  });
  afterAll(() => office.close());

  const fields = `id state draftNo imported title docNumber serial signedDigest signedAt registeredAt issuedAt closedAt
    voidedAt voidReason createdAt drafter { id } reviewer { id } signer { id } allowedActions
    deliveries { state role urgedCount answeredAt rejectReason org { id } }`;
  const ofDraft = async (no: number, as: Viewer = office.people.registrar) => {
    const query = `query ($where: DocumentFilter) { documents(where: $where) { totalCount nodes { ${fields} } } }`;
    const { data } = await office.ask(query, { where: { draftNo: `稿2026-${no}` } }, as);
    return data.documents.nodes[0] ?? null;
  };
  const board = async (asOf: string, as: Viewer = office.people.importer, year?: number) => {
    const query = `query ($orgId: ID!, $year: Int, $asOf: DateTime) { documentBoard(orgId: $orgId, year: $year, asOf: $asOf) {
      unsignedDeliveries numberSequences { orgCode docCode year first last used voided gaps } } }`;
    return (await office.ask(query, { orgId: office.orgs.county.id, year, asOf }, as)).data.documentBoard;
  };

  it('the migrations make exactly the tables of the entities', async () => {
    expect(await schemaDrift(office.db)).toEqual([]);
  });

  it('keeps each document in its state with its number, its dates and its people, and tells its history once', async () => {
    const rows = [
      aDraft(office, 101),
      aDraft(office, 102, { state: 'VOIDED', issued_at: '', void_reason: '重复编号登记' }),
      anUnsignedDraft(office, 103, { state: 'REVIEW' }),
      aDraft(office, 105, { state: 'NUMBERED', issued_at: '', doc_number: '霁政办发(２０２６)105号' }),
    ];
    const answers = await take('outgoing_documents.csv', rows);

    expect(answers).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', expect.stringMatching(/^NORMALISED doc_number/)]);
    expect(await ofDraft(101)).toMatchObject({
      ...{ state: 'ISSUED', imported: true, docNumber: '霁政办发〔2026〕101号', createdAt: '2026-09-08T06:39:00.000Z' },
      ...{ signedAt: '2026-09-14T06:29:00.000Z', issuedAt: '2026-09-14T08:44:00.000Z', allowedActions: [] },
      ...{ reviewer: { id: office.people.reviewer.personId }, signer: { id: office.people.leader.personId } },
    });
    expect(await ofDraft(102)).toMatchObject({ state: 'VOIDED', serial: 102, voidReason: '重复编号登记' });
    expect(await ofDraft(103)).toMatchObject({
      ...{ state: 'REVIEW', docNumber: null, signedAt: null, signedDigest: null, reviewer: null, signer: null },
      allowedActions: [],
    });
    expect((await office.events('DocumentIssued')).filter(({ provenance }) => provenance === 'imported')).toHaveLength(
      1,
    );
    const again = await take('outgoing_documents.csv', rows.toReversed());
    expect(again).toEqual(rows.map(() => expect.stringMatching(/^REJECTED .*DUPLICATE key in this file$/)));
    expect(await office.events('DocumentNumbered')).toHaveLength(3);
  });

  it('DOC-1: keeps gaps and voided numbers in sight, refuses a number twice, and goes on behind the last one', async () => {
    expect(await take('outgoing_documents.csv', [aDraft(office, 105, { draft_no: '稿2026-105B' })])).toEqual([
      expect.stringMatching(/^REJECTED null DUPLICATE: DOC-1/),
    ]);
    const ours = { orgCode: 'JC01', docCode: '霁政办发', year: 2026, first: 101, last: 105 };
    expect((await board('2026-10-01T00:00:00Z')).numberSequences).toEqual([
      { ...ours, used: 2, voided: [102], gaps: [103, 104] },
    ]);
    expect((await board('2026-09-01T00:00:00Z')).numberSequences).toEqual([]);
    expect((await board('2027-02-01T00:00:00Z')).numberSequences).toEqual([]);
    expect((await board('2027-02-01T00:00:00Z', undefined, 2026)).numberSequences).toHaveLength(1);

    const documentId = await office.documentIn('NUMBERED');
    const { data } = await office.ask(
      'query ($id: ID!) { document(id: $id) { docNumber } }',
      { id: documentId },
      office.people.registrar,
    );
    expect(data.document.docNumber).toBe('霁政办发〔2026〕106号');
  });

  it.each([
    ['a day that is none', { signed_at: '2026-02-30 09:15' }, /^REJECTED signed_at/],
    ['a title that no title is', { title: '长'.repeat(201) }, /^REJECTED title/],
    ['a control character', { title: '关于报送\u0000的通知' }, /^REJECTED title BAD_USER_INPUT: control/],
    ['a state of another office', { state: 'SENT' }, /^REJECTED state/],
    ['an organisation that nobody knows', { issuing_org: 'XX9999' }, /^QUARANTINED issuing_org REFERENCE_UNKNOWN/],
    ['a recipient that nobody knows', { main_recipients: 'JC10;XX9999' }, /^QUARANTINED main_recipients/],
    ['an issue before the registration', { issued_at: '2026-09-14 14:30' }, /^REJECTED issued_at/],
    ['an issue without a day', { issued_at: '' }, /^REJECTED issued_at/],
    [
      'a code of another organisation',
      { doc_code: '霁应急发', doc_number: '霁应急发〔2026〕200号' },
      /^QUARANTINED .*DOC-1/,
    ],
    ['a number that is not of its parts', { doc_number: '霁政办发〔2026〕201号' }, /^QUARANTINED .*DOC-1/],
    ['a number of another year', { year: '2025', doc_number: '霁政办发〔2025〕200号' }, /^QUARANTINED .*DOC-1/],
    ['no number in a state that has one', { serial: '' }, /^QUARANTINED .*DOC-1/],
    ['a number before its turn', { state: 'SIGNOFF', issued_at: '' }, /^QUARANTINED .*DOC-1/],
    ['no signer of a signed document', { signer: '' }, /^QUARANTINED .*DOC-2/],
    ['a reviewer of the own draft', { reviewer: 'same' }, /^QUARANTINED .*DOC-3/],
  ])('takes nothing with %s', async (_, changes, fate) => {
    const drafter = office.people.drafter.staffNo ?? '';
    const row = aDraft(office, 200, { ...changes, ...('reviewer' in changes && { reviewer: drafter }) });

    expect(await take('outgoing_documents.csv', [row])).toEqual([expect.stringMatching(fate)]);
    expect(await ofDraft(200)).toBeNull();
  });

  it('is for importers alone', async () => {
    expect(await take('outgoing_documents.csv', [aDraft(office, 201)], office.people.registrar)).toEqual(['FORBIDDEN']);
  });

  it('DOC-7: keeps of a document above the ceiling its entry alone', async () => {
    const secret = { level: '机密', title: '绝不外传的标题', state: 'VOIDED', issued_at: '', void_reason: '绝不外传' };
    expect(await take('outgoing_documents.csv', [aDraft(office, 301, secret)])).toEqual([
      expect.stringMatching(/^NORMALISED title level above/),
    ]);
    const query = 'SELECT title, void_reason AS reason FROM documents WHERE serial = 301';
    expect(await office.db.read.query(query)).toEqual([{ title: null, reason: null }]);
    expect(JSON.stringify(await office.events('DocumentVoided'))).not.toContain('绝不外传');
    const remembered = await office.db.read.query('SELECT * FROM import_row');
    expect(JSON.stringify(remembered)).not.toContain('绝不外传');
    expect(await ofDraft(301)).toBeNull();
  });

  it('a hidden document is in no list, count or sequence of who may not see it', async () => {
    await take('outgoing_documents.csv', [
      aDraft(office, 401, { level: 'WORK_SECRET', doc_code: '霁政办函', doc_number: '霁政办函〔2026〕401号' }),
    ]);
    const { importer, uncleared, registrar } = office.people;
    expect(await ofDraft(401, uncleared)).toBeNull();
    expect(await ofDraft(401, registrar)).toMatchObject({ serial: 401 });
    const codes = async (as: Viewer) =>
      (await board(later, as)).numberSequences.map(({ docCode }: { docCode: string }) => docCode);
    expect(await codes(uncleared)).not.toContain('霁政办函');
    expect(await codes(importer)).toContain('霁政办函');
  });

  it('DOC-10: the answer of the last main recipient closes it, in whichever order they come', async () => {
    await take('outgoing_documents.csv', [aDraft(office, 501), aDraft(office, 502, { state: 'FILED' })]);
    const early = aReceipt(501, 'JC11', {
      state: 'REJECTED',
      signed_at: '2026-09-15 09:00',
      reject_reason: '主送有误',
    });
    expect(
      await take('deliveries.csv', [
        aReceipt(501, 'JC10'),
        early,
        aReceipt(501, 'JC30', { state: 'SENT', signed_at: '', urged_count: '2' }),
      ]),
    ).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);

    expect(await ofDraft(501)).toMatchObject({
      ...{ state: 'CLOSED', closedAt: '2026-09-15T07:36:00.000Z', allowedActions: [] },
      deliveries: expect.arrayContaining([
        expect.objectContaining({ state: 'REJECTED', role: 'MAIN', rejectReason: '主送有误' }),
        expect.objectContaining({ state: 'SENT', role: 'CC', urgedCount: 2 }),
      ]),
    });
    expect((await board(later)).unsignedDeliveries).toBe(1);
    expect((await board('2026-09-15T00:00:00Z')).unsignedDeliveries).toBe(3);
    expect((await board('2026-09-14T00:00:00Z')).unsignedDeliveries).toBe(0);
    const signed = (await office.events('DeliverySigned')).at(-1);
    expect(signed).toMatchObject({ provenance: 'imported', data: { signedAt: '2026-09-15T07:36:00.000Z' } });
  });

  it.each([
    ['of a draft that is not there', { draft_no: '稿2026-999' }, /^QUARANTINED draft_no REFERENCE_UNKNOWN/],
    ['to nobody known', { recipient_org: 'XX9999' }, /^QUARANTINED recipient_org REFERENCE_UNKNOWN/],
    ['under another number', { doc_number: '霁政办发〔2026〕9号' }, /^QUARANTINED .*DOC-1/],
    ['of what was voided', { draft_no: '稿2026-102', doc_number: '' }, /^QUARANTINED .*DOC-10/],
    ['that was signed for without a moment', { signed_at: '' }, /^REJECTED signed_at/],
    ['that was signed for on its way', { state: 'SENT' }, /^REJECTED signed_at/],
    ['that was signed for before it was sent', { signed_at: '2026-09-13 08:00' }, /^REJECTED signed_at/],
    ['once more', {}, /^REJECTED null DUPLICATE/],
  ])('takes no delivery %s', async (_, changes, fate) => {
    const row = aReceipt(501, 'JC10', { delivery_no: `又${JSON.stringify(changes).length}`, ...changes });
    expect(await take('deliveries.csv', [row])).toEqual([expect.stringMatching(fate)]);
  });

  it('people go on where the ledger ends: signing for, printing, issuing, signing, filing', async () => {
    const { people, orgs } = office;
    const waiting = { state: 'SENT', signed_at: '' };
    await take('deliveries.csv', [
      aReceipt(101, 'JC10'),
      aReceipt(101, 'JC11', waiting),
      aReceipt(502, 'JC11', waiting),
    ]);
    const deliveryOf = async (no: number) => {
      const query = `SELECT v.id FROM deliveries v JOIN documents d ON d.id = v.document_id
        WHERE d.draft_no = ? AND v.status = 'SENT'`;
      return (await office.db.read.query<{ id: string }[]>(query, [`稿2026-${no}`]))[0]?.id;
    };
    for (const no of [101, 502]) {
      expect(
        await office.act('signDelivery', { deliveryId: await deliveryOf(no) }, people.educationRegistrar),
      ).toMatchObject({ state: 'SIGNED' });
    }
    const { id: closed, state } = await ofDraft(101);
    expect(state).toBe('CLOSED');
    expect((await ofDraft(502)).state).toBe('FILED');
    const filing = { documentId: closed, retention: 'D10', orgSegment: 'BGS' };
    expect(await office.act('fileDocument', filing, people.archivist)).toMatchObject({ state: 'FILED' });

    const { id: documentId } = await ofDraft(105);
    await office.act('sealAndPrint', { documentId, copies: 5, sealOrgId: orgs.governmentOffice.id }, people.registrar);
    expect(await office.act('issueDocument', { documentId }, people.registrar)).toMatchObject({ state: 'ISSUED' });

    await take('outgoing_documents.csv', [anUnsignedDraft(office, 601, { state: 'SIGNOFF' })]);
    const { id: unsigned, allowedActions } = await ofDraft(601);
    expect(allowedActions).toEqual(['ENTER_SIGNED']);
    expect(
      await office.act('enterSignedDocument', office.paper({ documentId: unsigned }), people.registrar),
    ).toMatchObject({ state: 'SIGNED' });
  });

  it('a filed document finds the record that bears its number', async () => {
    const { archivist, importer } = office.people;
    await take('outgoing_documents.csv', [aDraft(office, 701, { state: 'FILED' })]);
    const header =
      'archival_code,fonds_code,category,year,retention,org_segment,item_no,title,responsible,record_date,pages,level,source_type,source_ref,box,catalogued_on'.split(
        ',',
      );
    const code = 'J002-WS·2026-D30-BGS-0701';
    const values = [
      code,
      'J002',
      'WS',
      '2026',
      'D30',
      'BGS',
      '701',
      '关于第701项工作的通知',
      '',
      '2026-09-14',
      '2',
      'INTERNAL',
      'DOCUMENT',
      '霁政办发〔2026〕701号',
      '',
      '2026-09-20',
    ];
    const input = { export: 'month', file: 'archive_records.csv', header, rows: [{ record: 1, line: 2, values }] };
    await office.ask(
      'mutation ($input: ImportInput!) { importArchiveRecords(input: $input) { rows { outcome } } }',
      { input },
      importer,
    );

    const query = 'query ($code: String) { archiveRecord(code: $code) { source { ... on Document { docNumber } } } }';
    expect((await office.ask(query, { code }, archivist)).data.archiveRecord.source).toEqual({
      docNumber: '霁政办发〔2026〕701号',
    });
  });

  it('asks the board with as many statements for many sequences as for few', async () => {
    const count = () => statementsOf(() => board(later));
    const few = await count();
    await take(
      'outgoing_documents.csv',
      Array.from({ length: 30 }, (_, n) => aDraft(office, 800 + 2 * n, { signed_at: '2026-09-14 14:29' })),
    );
    expect(await count()).toBe(few);
  });
});
