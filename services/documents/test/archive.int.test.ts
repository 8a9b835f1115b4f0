import type { SecrecyLevel } from '@chengqi/schemas';
import { hazardClosed, hazardReopened } from '@chengqi/schemas/events/security';
import { itemReopened, itemStruckOff } from '@chengqi/schemas/events/supervision';
import { systemIds } from '@chengqi/service-kit';
import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ArchiveRecordEntity } from '../src/archive/archive-record.entity.ts';
import { openOffice, type TestOffice } from './office.ts';

describe.each(testDialects())('the archive on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  const strikeOff = async (
    changes: Partial<{ title: string | null; supervisorOrgId: string; level: SecrecyLevel }> = {},
    times = 1,
  ) => {
    const itemId = systemIds.next('sup');
    const {
      title = '督办学校消防整改',
      supervisorOrgId = office.orgs.supervisionDivision.id,
      level = 'INTERNAL',
    } = changes;
    const data = { itemId, code: '督〔2026〕17号', title, supervisorOrgId, source: null, result: null };
    await office.deliver(itemStruckOff, itemId, data, { secrecyLevel: level, times });
    return itemId;
  };
  const closeHazard = async () => {
    const hazardId = systemIds.next('haz');
    await office.deliver(hazardClosed, hazardId, {
      hazardId,
      code: '患〔2026〕3号',
      siteId: systemIds.next('sit'),
      ownerOrgId: office.orgs.county.id,
      state: 'CLOSED',
      source: { type: 'StaffReport', id: null },
      responsibleOrgId: office.orgs.educationBureau.id,
      level: 'MAJOR',
      title: '消防通道堵塞',
      closedAt: '2026-12-31T17:00:00Z',
    });
    return hazardId;
  };
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
      retention: 'Y',
      source: { type: 'SupervisionItem', id: itemId },
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
  });

  it('ARC-1: without a fonds there is no code', async () => {
    const recordId = await recordOf(await closeHazard());

    expect(await office.refused('catalogRecord', { recordId, ...classing }, office.people.archivist)).toBe(
      'GUARD_FAILED ARC-1',
    );
  });

  it('ARC-1: items of one shelf are 1..n under concurrency, and each shelf counts by itself', async () => {
    const { act, people } = office;
    const records = [];
    for (let n = 0; n < 40; n += 1) records.push(await recordOf(await strikeOff()));

    const catalogued = await Promise.all(
      records.map((recordId, n) =>
        act(
          'catalogRecord',
          { recordId, category: 'ZX', retention: n % 2 ? 'D10' : 'D30', orgSegment: 'DCS' },
          people.archivist,
        ),
      ),
    );

    const codes = catalogued.map(({ archivalCode }) => archivalCode).sort();
    const run = (retention: string) =>
      Array.from({ length: 20 }, (_, n) => `J002-ZX·2026-${retention}-DCS-${String(n + 1).padStart(4, '0')}`);
    expect(codes).toEqual([...run('D10'), ...run('D30')].sort());
  });

  it('ARC-1: a refused cataloguing uses up no item number', async () => {
    const { act, refused, people } = office;
    const [first, second] = [await recordOf(await strikeOff()), await recordOf(await strikeOff())];
    const shelf = { category: 'KJ', retention: 'D10', orgSegment: 'KJ1' };
    expect(await refused('catalogRecord', { recordId: first, ...shelf, expectedVersion: 9 }, people.archivist)).toBe(
      'CONFLICT_VERSION',
    );
    expect(await refused('catalogRecord', { recordId: first, ...shelf, pages: 0 }, people.archivist)).toBe(
      'BAD_USER_INPUT pages',
    );

    expect((await act('catalogRecord', { recordId: second, ...shelf }, people.archivist)).archivalCode).toBe(
      'J002-KJ·2026-D10-KJ1-0001',
    );
  });

  it.each([
    [{ category: 'ws' }, 'BAD_USER_INPUT category'],
    [{ orgSegment: '办公室' }, 'BAD_USER_INPUT orgSegment'],
    [{ orgSegment: 'BGS-0001' }, 'BAD_USER_INPUT orgSegment'],
    [{ title: '题名\u0000' }, 'BAD_USER_INPUT title'],
  ])('refuses %j', async (changes, refusal) => {
    const recordId = await recordOf(await strikeOff());

    expect(await office.refused('catalogRecord', { recordId, ...classing, ...changes }, office.people.archivist)).toBe(
      refusal,
    );
  });

  it('belongs to archivists: everybody else is refused', async () => {
    const { people, refused } = office;
    const recordId = await recordOf(await strikeOff());

    expect(await refused('catalogRecord', { recordId, ...classing }, people.registrar)).toBe('FORBIDDEN');
    expect(await refused('catalogRecord', { recordId, ...classing }, people.townRegistrar)).toBe('NOT_FOUND');
    expect(await refused('catalogRecord', { recordId: 'arc_unknown', ...classing }, people.archivist)).toBe(
      'NOT_FOUND',
    );
    expect(await refused('extendRetention', { recordId, retention: 'Y', reason: '续存' }, people.archivist)).toBe(
      'ILLEGAL_TRANSITION',
    );
  });

  it('ARC-2: terms only become longer and the code stays', async () => {
    const { act, refused, people } = office;
    const recordId = await recordOf(await strikeOff());
    const { archivalCode } = await act('catalogRecord', { recordId, ...classing, retention: 'D10' }, people.archivist);
    const extend = (changes: Record<string, unknown>) => ({ recordId, reason: '经鉴定仍有保存价值', ...changes });

    expect(await act('extendRetention', extend({ retention: 'D30' }), people.archivist)).toMatchObject({
      archivalCode,
      retention: 'D30',
      retentionUntil: '2056-12-31',
    });
    expect(await refused('extendRetention', extend({ retention: 'D10' }), people.archivist)).toBe('GUARD_FAILED ARC-2');
    expect(
      await refused('extendRetention', extend({ retention: 'D30', retentionUntil: '2050-01-01' }), people.archivist),
    ).toBe('GUARD_FAILED ARC-2');
    expect(await refused('extendRetention', extend({ retention: 'Y', reason: ' ' }), people.archivist)).toBe(
      'BAD_USER_INPUT reason',
    );
    expect(await act('extendRetention', extend({ retention: 'Y' }), people.archivist)).toMatchObject({
      retention: 'Y',
      retentionUntil: null,
    });
    const query = 'query ($id: ID!) { archiveRecord(id: $id) { retentionChanges { from to until by { id } } } }';
    expect(
      (await office.ask(query, { id: recordId }, people.archivist)).data.archiveRecord.retentionChanges,
    ).toMatchObject([
      { from: 'D10', to: 'D30', until: '2056-12-31', by: { id: people.archivist.personId } },
      { from: 'D30', to: 'Y', until: null },
    ]);
  });

  it('a document is filed only when it is closed or voided, and only once', async () => {
    const { refused, people } = office;
    const documentId = await office.documentIn('ISSUED');

    expect(await refused('fileDocument', { documentId, ...classing }, people.archivist)).toBe('ILLEGAL_TRANSITION');
    expect(await refused('fileDocument', { documentId, ...classing }, people.registrar)).toBe('FORBIDDEN');
    expect(await stored(documentId)).toEqual([]);
  });

  it('items and hazards show their record, many with as few statements as one', async () => {
    const { people, db } = office;
    const items = [await strikeOff(), await strikeOff(), await strikeOff()];
    const hazardId = await closeHazard();
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on SupervisionItem { id archiveRecord { state source { __typename ... on SupervisionItem { id } } } } ... on Hazard { id archiveRecord { state title } } } }`;
    const ask = async (of: { __typename: string; id: string }[]) => {
      const before = db.statementCount;
      const { data } = await office.ask(query, { of }, people.archivist);
      return { entities: data._entities, statements: db.statementCount - before };
    };
    const all = [...items.map((id) => ({ __typename: 'SupervisionItem', id })), { __typename: 'Hazard', id: hazardId }];
    await ask(all);

    const many = await ask(all);

    expect(many.entities[0]).toEqual({
      id: items[0],
      archiveRecord: { state: 'PRE_FILED', source: { __typename: 'SupervisionItem', id: items[0] } },
    });
    expect(many.entities[3]).toEqual({ id: hazardId, archiveRecord: { state: 'PRE_FILED', title: '消防通道堵塞' } });
    expect(many.statements).toBe((await ask(all.slice(0, 1))).statements);
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
