import type { Retention } from '@chengqi/schemas/events/documents';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anActor, aRecord, at, issuer, recipient, refusalOf, registrar } from '../../test/builders.ts';
import type { ArchiveRecord, ArchiveRecordAction, ArchiveRecordState } from './archive-record.ts';
import { archivalCode, archiveWorkflow, catalog, extendRetention, retentionEnd } from './archive-record.workflow.ts';

const act = { to: 'CATALOGUED', role: 'ARCHIVIST', by: registrar, at } as const;
const classing = { category: 'WS', retention: 'D10', orgSegment: 'BGS', title: null, pages: 3 } as const;
const catalogued = (retention: Retention = 'D10'): ArchiveRecord => {
  const record = aRecord();
  return { ...record, ...catalog(record, act, { ...classing, retention }, { fondsCode: 'J002', itemNo: 1 }).changes };
};

describe('the table of records', () => {
  const way = { CATALOG: 'PRE_FILED', EXTEND_RETENTION: 'CATALOGUED' } as const;

  describe.each(Object.keys(way) as ArchiveRecordAction[])('%s', (action) => {
    it.each(['PRE_FILED', 'CATALOGUED'] as ArchiveRecordState[])('from %s', (status) => {
      const permit = () => archiveWorkflow.permit(anActor(['ARCHIVIST']), aRecord({ status }), action);

      if (way[action] === status) expect(permit().to).toBe('CATALOGUED');
      else expect(refusalOf(permit)).toBe('ILLEGAL_TRANSITION');
    });

    it('belongs to the archivist of the owner', () => {
      const permit = (roles: string[], orgs: string[]) =>
        refusalOf(() => archiveWorkflow.permit(anActor(roles, orgs), aRecord({ status: way[action] }), action));

      expect(permit(['ARCHIVIST'], [recipient])).toBe('FORBIDDEN');
      expect(permit(['REGISTRAR', 'OFFICE_DIRECTOR', 'ADMIN'], [issuer])).toBe('FORBIDDEN');
    });
  });
});

describe('ARC-1: archival codes', () => {
  it('join fonds, category, year, retention, segment and item', () => {
    const shelf = { fondsCode: 'J002', category: 'WS', year: 2025, retention: 'Y', orgSegment: 'BGS' } as const;

    expect(archivalCode(shelf, 1)).toBe('J002-WS·2025-Y-BGS-0001');
    expect(archivalCode(shelf, 12_345)).toBe('J002-WS·2025-Y-BGS-12345');
  });

  it('cataloguing fixes code and term and tells the owner of the source', () => {
    const record = aRecord();
    const { changes, events } = catalog(record, act, classing, { fondsCode: 'J002', itemNo: 7 });

    expect(changes).toMatchObject({
      archivalCode: 'J002-WS·2026-D10-BGS-0007',
      retentionStart: '2027-01-01',
      retentionUntil: '2036-12-31',
    });
    expect(events[0]?.data).toMatchObject({ retention: 'D10', source: { type: 'Hazard', id: record.sourceId } });
  });

  it('a title given by the source is not overwritten, and none is kept above the ceiling (DOC-7)', () => {
    const titled = (changes: Partial<ArchiveRecord>) =>
      catalog(aRecord(changes), act, { ...classing, title: '新题名' }, { fondsCode: 'J002', itemNo: 1 }).changes.title;

    expect(titled({})).toBe('消防通道堵塞');
    expect(titled({ title: null })).toBe('新题名');
    expect(titled({ title: null, secrecyLevel: 'SECRET' })).toBeNull();
  });
});

describe('ARC-2: terms only become longer', () => {
  const extend = (record: ArchiveRecord, retention: Retention, retentionUntil: string | null = null) =>
    extendRetention(record, act, { retention, retentionUntil, reason: '经鉴定仍有价值' });
  const refused = (...args: Parameters<typeof extend>) => refusalOf(() => extend(...args));

  it.each([
    ['D10', 'D30', '2056-12-31'],
    ['D10', 'Y', null],
    ['D30', 'Y', null],
  ] as const)('%s -> %s', (from, to, until) => {
    expect(extend(catalogued(from), to).changes).toMatchObject({ retention: to, retentionUntil: until });
  });

  it.each([
    ['D10', 'D10'],
    ['D30', 'D10'],
    ['D30', 'D30'],
    ['Y', 'D10'],
    ['Y', 'D30'],
    ['Y', 'Y'],
  ] as const)('%s -> %s is refused', (from, to) => {
    expect(refused(catalogued(from), to)).toBe('GUARD_FAILED ARC-2');
  });

  it('the last day moves later only, and for ever has none', () => {
    expect(refused(catalogued('D10'), 'D30', '2036-12-31')).toBe('GUARD_FAILED ARC-2');
    expect(refused(catalogued('D10'), 'D30', '2030-01-01')).toBe('GUARD_FAILED ARC-2');
    expect(refused(catalogued('D10'), 'Y', '2099-12-31')).toBe('GUARD_FAILED ARC-2');
    expect(extend(catalogued('D10'), 'D10', '2040-12-31').changes).toMatchObject({
      retention: 'D10',
      retentionUntil: '2040-12-31',
    });
  });

  it('the code keeps its old segment and the change is written down', () => {
    const record = catalogued('D10');
    const { changes } = extend(record, 'D30');

    expect(changes).not.toHaveProperty('archivalCode');
    expect(changes.retentionChanges).toEqual([
      { from: 'D10', to: 'D30', until: '2056-12-31', reason: '经鉴定仍有价值', byId: registrar, at: at.toISOString() },
    ]);
  });

  it('after any series of attempts the end is never earlier and the term never shorter', () => {
    const attempt = fc.tuple(
      fc.constantFrom<Retention>('Y', 'D30', 'D10'),
      fc.option(fc.integer({ min: 2026, max: 2120 })),
    );
    const rank = (retention: Retention | null) => ['D10', 'D30', 'Y'].indexOf(retention ?? 'D10');
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 12 }), (attempts) => {
        let record = catalogued('D10');
        for (const [retention, year] of attempts) {
          const before = record;
          refusalOf(() => {
            record = { ...record, ...extend(record, retention, year === null ? null : `${year}-12-31`).changes };
          });
          expect(rank(record.retention)).toBeGreaterThanOrEqual(rank(before.retention));
          if (before.retentionUntil === null) expect(record.retentionUntil).toBeNull();
          else if (record.retentionUntil !== null) expect(record.retentionUntil >= before.retentionUntil).toBe(true);
          expect(record.archivalCode).toBe(before.archivalCode);
        }
      }),
    );
  });

  it('terms run from the year after the piece', () => {
    expect(retentionEnd(2025, 'D30')).toBe('2055-12-31');
    expect(retentionEnd(2025, 'Y')).toBeNull();
  });
});
