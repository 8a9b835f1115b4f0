import { hazardReopened } from '@chengqi/schemas/events/security';
import { itemReopened, itemStruckOff } from '@chengqi/schemas/events/supervision';
import { statementsOf, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ArchiveRecordEntity } from '../src/archive/archive-record.entity.ts';
import { openOffice, type TestOffice } from './office.ts';
import { closeAHazard, type Struck, strikeOffItem } from './sources.ts';

describe.each(testDialects())('the archive on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  const strikeOff = (changes?: Struck, times?: number) => strikeOffItem(office, changes, times);
  const closeHazard = () => closeAHazard(office);
  const stored = (sourceId: string) => office.db.read.getRepository(ArchiveRecordEntity).findBy({ sourceId });
  const recordOf = async (sourceId: string) => (await stored(sourceId))[0]?.id ?? '';
  const classing = { retention: 'Y', orgSegment: 'BGS' };

  it('an item struck off waits pre-filed, once, and a relapse leaves its record', async () => {
    const itemId = await strikeOff({}, 3);
    await office.deliver(itemReopened, itemId, { itemId, source: null });
    await office.deliver(itemStruckOff, itemId, {
      itemId,
      code: '督〔2026〕17号',
      title: '再次销号',
      supervisorOrgId: office.orgs.supervisionDivision.id,
      source: null,
      result: null,
    });

    const records = await stored(itemId);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      status: 'PRE_FILED',
      title: '督办学校消防整改',
      ownerOrgId: office.orgs.supervisionDivision.id,
      archivalCode: null,
    });
  });

  it('the record of an item is catalogued in the fonds of the nearest org above', async () => {
    const { act, people } = office;
    const itemId = await strikeOff();
    const recordId = await recordOf(itemId);

    const record = await act('catalogRecord', { recordId, ...classing }, people.archivist);

    expect(record).toMatchObject({
      state: 'CATALOGUED',
      archivalCode: 'J002-WS·2026-Y-BGS-0001',
      retention: 'Y',
      retentionUntil: null,
    });
    const [catalogued] = (await office.events('RecordCatalogued')).filter(({ subject }) => subject === recordId);
    expect(catalogued?.data).toEqual({
      recordId,
      archivalCode: 'J002-WS·2026-Y-BGS-0001',
      cataloguedAt: '2026-09-14T01:00:00.000Z',
      retention: 'Y',
      source: { type: 'SupervisionItem', id: itemId },
      dueAt: '2027-06-30T16:00:00.000Z',
    });
    expect(await office.refused('catalogRecord', { recordId, ...classing }, people.archivist)).toBe(
      'ILLEGAL_TRANSITION',
    );
  });

  it('a closed hazard belongs to the year of the business day on which it closed', async () => {
    const hazardId = await closeHazard();
    await office.deliver(hazardReopened, hazardId, { hazardId, code: '患〔2026〕3号' });

    expect(await stored(hazardId)).toMatchObject([
      { recordDate: '2027-01-01', year: 2027, ownerOrgId: office.orgs.county.id, status: 'PRE_FILED' },
    ]);
    const told = (await office.events('RecordPreFiled')).filter(({ data }) => sourceIdOf(data) === hazardId);
    expect(told.map(({ data }) => (data as { dueAt: string }).dueAt)).toEqual(['2028-06-30T16:00:00.000Z']);
  });

  const sourceIdOf = (data: unknown) => (data as { source: { id: string } }).source.id;

  it('a document is filed only when it is closed or voided, and only once', async () => {
    const { refused, people } = office;
    const documentId = await office.documentIn('ISSUED');

    expect(await refused('fileDocument', { documentId, ...classing }, people.archivist)).toBe('ILLEGAL_TRANSITION');
    expect(await refused('fileDocument', { documentId, ...classing }, people.registrar)).toBe('FORBIDDEN');
    expect(await stored(documentId)).toEqual([]);
  });

  it('items and hazards show their record, many with as few statements as one', async () => {
    const { people } = office;
    const items = [await strikeOff(), await strikeOff(), await strikeOff()];
    const hazardId = await closeHazard();
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on SupervisionItem { id archiveRecord { state source { __typename ... on SupervisionItem { id } } } } ... on Hazard { id archiveRecord { state title } } } }`;
    const ask = async (of: { __typename: string; id: string }[]) =>
      (await office.ask(query, { of }, people.archivist)).data._entities;
    const all = [...items.map((id) => ({ __typename: 'SupervisionItem', id })), { __typename: 'Hazard', id: hazardId }];

    const entities = await ask(all);

    const source = { __typename: 'SupervisionItem', id: items[0] };
    expect(entities[0]).toEqual({ id: items[0], archiveRecord: { state: 'PRE_FILED', source } });
    expect(entities[3]).toEqual({ id: hazardId, archiveRecord: { state: 'PRE_FILED', title: '消防通道堵塞' } });
    expect(await statementsOf(() => ask(all))).toBe(await statementsOf(() => ask(all.slice(0, 1))));
  });

  it('records are found by code and listed by what they are', async () => {
    const { people } = office;
    const recordId = await recordOf(await strikeOff());
    const { archivalCode } = await office.act(
      'catalogRecord',
      { recordId, ...classing, orgSegment: 'FIND' },
      people.archivist,
    );
    const query = `query ($code: String, $id: ID, $where: ArchiveRecordFilter) { archiveRecord(code: $code, id: $id) { id }
      archiveRecords(where: $where, first: 100) { totalCount nodes { id state } } }`;
    const where = { state: 'CATALOGUED', sourceType: 'SUPERVISION_ITEM', year: 2026 };

    const { data } = await office.ask(query, { code: archivalCode, where }, people.archivist);

    expect(data.archiveRecord).toEqual({ id: recordId });
    expect(data.archiveRecords.nodes.map(({ id }: { id: string }) => id)).toContain(recordId);
    expect(data.archiveRecords.totalCount).toBe(data.archiveRecords.nodes.length);
    expect((await office.ask(query, { code: archivalCode, where }, people.townStaff)).data).toMatchObject({
      archiveRecord: null,
      archiveRecords: { totalCount: 0 },
    });
    expect(
      (await office.ask(query, { code: archivalCode, id: recordId }, people.archivist)).errors?.[0]?.extensions.code,
    ).toBe('BAD_USER_INPUT');
  });
});
