import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DocumentEntity } from '../src/outgoing/document.entity.ts';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('reading documents on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  it('the queue shows each stage to who does it', async () => {
    const { people } = office;
    const signed = await office.documentIn('SIGNED', { docCode: '霁政办函' });
    const rechecked = await office.documentIn('RECHECKED', { docCode: '霁政办函' });
    const query = 'query ($stage: DocumentStage) { myDocumentQueue(stage: $stage, first: 100) { nodes { id } } }';
    const queue = async (stage: string | null, as = people.registrar) =>
      (await office.ask(query, { stage }, as)).data.myDocumentQueue.nodes.map(({ id }: { id: string }) => id);

    expect(await queue('RECHECK')).toContain(signed);
    expect(await queue('RECHECK')).not.toContain(rechecked);
    expect(await queue('REGISTER')).toContain(rechecked);
    expect(await queue(null)).toEqual(expect.arrayContaining([signed, rechecked]));
    expect(await queue(null, people.townRegistrar)).toEqual([]);
    expect(await queue(null, people.educationStaff)).toEqual([]);
    expect(await queue('RECHECK', { ...people.registrar, personId: people.drafter.personId })).not.toContain(signed);
  });

  it('lists are pages of what matches', async () => {
    const { people, orgs } = office;
    await office.documentIn('SIGNED', { kind: 'ORDER' });
    await office.documentIn('SIGNED', { kind: 'ORDER' });
    const query =
      'query ($where: DocumentFilter, $after: String) { documents(where: $where, first: 1, after: $after) { totalCount nodes { kind } pageInfo { hasNextPage endCursor } } }';
    const where = {
      kind: 'ORDER',
      org: orgs.governmentOffice.id,
      state: 'SIGNED',
      signedAt: { gte: '2026-09-13T00:00:00Z', lt: '2026-09-14T00:00:00Z' },
    };

    const first = (await office.ask(query, { where }, people.registrar)).data.documents;
    const second = (await office.ask(query, { where, after: first.pageInfo.endCursor }, people.registrar)).data
      .documents;

    expect(first).toMatchObject({ totalCount: 2, nodes: [{ kind: 'ORDER' }], pageInfo: { hasNextPage: true } });
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it('_entities sends as many statements for ten documents as for two', async () => {
    const { people, db } = office;
    const rows = await db.read.getRepository(DocumentEntity).find({ select: { id: true }, take: 10 });
    const query =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Document { id docCode archiveRecord { archivalCode } } } }';
    const count = (of: string[]) =>
      statementsOf(async () => {
        const representations = of.map((id) => ({ __typename: 'Document', id }));
        const { data } = await office.ask(query, { of: representations }, people.registrar);
        expect(data._entities.map(({ id }: { id: string }) => id)).toEqual(of);
      });
    const ids = rows.map(({ id }) => id);

    expect(await count(ids)).toBe(await count(ids.slice(0, 2)));
  });
});
