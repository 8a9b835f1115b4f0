import { keptTerms, searching } from '@chengqi/office-kernel/testing';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aDraft, anEntry, ledgerTaker } from './ledgers.ts';
import { openOffice, type TestOffice } from './office.ts';

const sent = { list: 'documents', counts: 'documentCounts', filter: 'DocumentFilter', by: 'STATE' };
const received = {
  list: 'incomingDocuments',
  counts: 'incomingDocumentCounts',
  filter: 'IncomingDocumentFilter',
  by: 'ORG',
};

describe.each(testDialects())('documents found by words on %s', (dialect) => {
  let office: TestOffice;
  let found: ReturnType<typeof searching>;
  let foundReceived: ReturnType<typeof searching>;
  let take: ReturnType<typeof ledgerTaker>;
  beforeAll(async () => {
    office = await openOffice(dialect);
    found = searching(office, sent);
    foundReceived = searching(office, received);
    take = ledgerTaker(office);
  });
  afterAll(() => office.close());

  it('a document is found by its title and, once it has one, by its number in every width', async () => {
    const { registrar } = office.people;
    const id = await office.documentIn('RECHECKED', { title: '关于印发防汛应急预案的通知' });
    expect(await found('防汛预案', registrar)).toMatchObject({ ids: [] });
    expect(await found('防汛 预案', registrar)).toMatchObject({
      ids: [id],
      highlights: ['title: 关于印发[防汛]应急[预案]的通知'],
    });

    const { docNumber } = await office.act('registerOutgoing', { documentId: id }, registrar);
    for (const search of [docNumber, '霁政办发[２０２６]１号', '霁政办发(2026)1号'])
      expect((await found(search, registrar)).ids).toEqual([id]);
    expect((await found('霁政办发〔2026〕2号', registrar)).ids).toEqual([]);
    expect((await found('防汛', registrar, { states: ['NUMBERED'], kind: 'NOTICE' })).ids).toEqual([id]);
    expect((await found('防汛', registrar, { states: ['SIGNED', 'RECHECKED'] })).ids).toEqual([]);
  });

  it('a paper signed anew is found by its new title and not by the old one; of a classified one nothing stays', async () => {
    const { people } = office;
    const id = await office.documentIn('SIGNED', { title: '关于调整收费目录的请示' });
    const back = () =>
      office.act('recheckDocument', { documentId: id, result: 'SUBSTANTIVE_CHANGE', reason: '有误' }, people.registrar);
    await back();
    await office.act(
      'enterSignedDocument',
      { ...office.paper({ title: '关于公布收费清单的通知' }), documentId: id },
      people.registrar,
    );

    expect((await found('清单', people.registrar)).ids).toEqual([id]);
    expect((await found('目录', people.registrar)).ids).toEqual([]);
    await back();
    const secret = { title: '关于公布收费清单的通知', secrecyLevel: 'WORK_SECRET', documentId: id };
    await office.act('enterSignedDocument', office.paper(secret), people.registrar);

    expect(await keptTerms(office, id)).toEqual([]);
    expect((await found('清单', people.registrar)).ids).toEqual([]);
  });

  it('DOC-7: a register entry above the ceiling is not found by words', async () => {
    const { people } = office;
    await take('outgoing_documents.csv', [aDraft(office, 301, { level: 'SECRET', title: '绝不外泄事项' })]);

    expect((await found('外泄', people.registrar)).ids).toEqual([]);
    expect((await found('稿2026-301', people.registrar)).ids).toEqual([]);
    expect(await office.db.read.query("SELECT term FROM search_term WHERE term = '外泄'")).toEqual([]);
  });

  it('documents of a ledger are found by title, number and number of the draft', async () => {
    const { people } = office;
    await take('outgoing_documents.csv', [aDraft(office, 302, { title: '关于农村危房改造的批复' })]);

    for (const search of ['危房改造', '霁政办发〔2026〕302号', '稿2026-302'])
      expect((await found(search, people.registrar)).ids).toHaveLength(1);
  });

  it('received documents are found by title, number, sender and what was proposed', async () => {
    const { people } = office;
    const [first] = await take('incoming_documents.csv', [
      anEntry(office, 401, { title: '关于冬春蔬菜保供的函', sender_text: '澜江市商务局' }),
      anEntry(office, 402, { title: '绝密件标题', level: 'TOP_SECRET', sender_text: '某机关' }),
    ]);
    expect(first).toBe('ACCEPTED');

    for (const search of ['蔬菜保供', '收2026-401', '澜民政函〔2026〕401号', '商务局', '蔬菜 牵头办理'])
      expect((await foundReceived(search, people.registrar)).ids).toHaveLength(1);
    expect((await foundReceived('某机关', people.registrar)).ids).toEqual([]);
    expect((await foundReceived('蔬菜', people.registrar, { action: 'READ_ONLY' })).ids).toEqual([]);
  });

  it('who may not read a document neither finds nor counts it, an importer no more than others', async () => {
    const { people } = office;
    const bureaus = { issuingOrgId: office.orgs.emergencyBureau.id, docCode: '霁应急发', mainRecipientIds: [] };
    const entered = {
      ...office.paper({ ...bureaus, title: '关于烟花仓库的整改通知', signerId: people.emergencyHead.personId }),
    };
    const { id } = await office.act('enterSignedDocument', entered, people.emergencyRegistrar);

    expect((await found('烟花仓库', people.registrar)).ids).toEqual([id]);
    for (const viewer of [people.townStaff, people.educationRegistrar, people.importer])
      expect((await found('烟花仓库', viewer)).ids).toEqual([]);
  });

  it('comes in each order, and is counted by each part under the same conditions', async () => {
    const { people } = office;
    const query = `query ($o: DocumentOrder) { documents(orderBy: $o, first: 100) { nodes { id createdAt signedAt } } }`;
    type Row = { id: string; createdAt: string; signedAt: string | null };
    const keys = { CREATED: ({ createdAt }: Row) => createdAt, SIGNED: ({ signedAt }: Row) => signedAt ?? '' };
    for (const [name, key] of Object.entries(keys)) {
      for (const direction of ['ASC', 'DESC']) {
        const { data } = await office.ask(query, { o: `${name}_${direction}` }, people.registrar);
        const rows: Row[] = data.documents.nodes;
        const upward = rows.toSorted((a, b) => (`${key(a)} ${a.id}` < `${key(b)} ${b.id}` ? -1 : 1));
        expect([name, direction, rows]).toEqual([name, direction, direction === 'ASC' ? upward : upward.toReversed()]);
      }
    }
    const counted = async (by: string) => {
      const parts = `query ($by: DocumentDimension!, $w: DocumentFilter) { documentCounts(by: $by, where: $w) {
        state kind urgency org { id } count } }`;
      const { data } = await office.ask(parts, { by, w: { search: '通知' } }, people.registrar);
      return data.documentCounts;
    };
    const none = { state: null, kind: null, urgency: null, org: null };

    expect(await counted('KIND')).toEqual([{ ...none, kind: 'NOTICE', count: 2 }]);
    expect(await counted('URGENCY')).toEqual([{ ...none, urgency: 'NONE', count: 2 }]);
    expect((await counted('STATE')).map(({ state }: { state: string }) => state)).toEqual(['NUMBERED', 'SIGNED']);
    const { governmentOffice, emergencyBureau } = office.orgs;
    expect(new Set((await counted('ORG')).map(({ org }: { org: { id: string } }) => org.id))).toEqual(
      new Set([governmentOffice.id, emergencyBureau.id]),
    );
  });

  it('what finds nothing anywhere is refused, and as many statements are asked of many words as of one', async () => {
    const { registrar } = office.people;
    for (const search of ['', '函', '〔〕'])
      for (const ask of [found, foundReceived]) expect((await ask(search, registrar)).refused).toBe('BAD_USER_INPUT');

    expect(await statementsOf(() => found('防汛 预案 霁政办发', registrar))).toBe(
      await statementsOf(() => found('防汛', registrar)),
    );
  });
});
