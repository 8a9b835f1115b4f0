import { testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ArchiveRecordEntity } from '../src/archive/archive-record.entity.ts';
import { openOffice, type TestOffice } from './office.ts';
import { closeAHazard, strikeOffItem } from './sources.ts';

describe.each(testDialects())('cataloguing on %s', (dialect) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(dialect);
  });
  afterAll(() => office.close());

  const strikeOff = () => strikeOffItem(office);
  const stored = (sourceId: string) => office.db.read.getRepository(ArchiveRecordEntity).findBy({ sourceId });
  const recordOf = async (sourceId: string) => (await stored(sourceId))[0]?.id ?? '';
  const classing = { retention: 'Y', orgSegment: 'BGS' };

  it('ARC-1: without a fonds there is no code', async () => {
    const recordId = await recordOf(await closeAHazard(office));

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
});
