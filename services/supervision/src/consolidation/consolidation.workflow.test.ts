import { describe, expect, it } from '@jest/globals';
import { figuresOf, missingOf, type UnitReport } from './consolidation.workflow.ts';

const fields = [
  { key: 'cases', label: '办件' },
  { key: 'rate', label: '满意率', aggregate: 'AVG' },
  { key: 'funds', label: '资金', aggregate: 'LIST' },
  { key: 'note', label: '备注数', aggregate: 'NONE' },
] as const;

const units: UnitReport[] = [
  { orgId: 'a', state: 'ACCEPTED' },
  { orgId: 'b', state: 'ACCEPTED' },
  { orgId: 'c', state: 'RETURNED' },
  { orgId: 'd', state: null },
  { orgId: 'e', state: 'EXEMPTED' },
  { orgId: 'f', state: 'SUBMITTED' },
];
const given = new Map<string, Record<string, number>>([
  ['a', { cases: 0.1, rate: 90, funds: 3 }],
  ['b', { cases: 0.2 }],
  ['c', { cases: 1000, rate: 1, funds: 1 }],
]);

describe('a consolidation', () => {
  it('adds up, averages and lists what was accepted, column by column', () => {
    expect(figuresOf(fields, units, given)).toEqual({
      ...{ units: 6, accepted: 2, exempted: 1, missing: 3 },
      totals: [
        { key: 'cases', label: '办件', aggregate: 'SUM', value: 0.3 },
        { key: 'rate', label: '满意率', aggregate: 'AVG', value: 90 },
        { key: 'funds', label: '资金', aggregate: 'LIST', value: null },
      ],
    });
  });

  it('has no mean of nothing', () => {
    const [, mean] = figuresOf(fields, [], new Map()).totals;
    expect(mean?.value).toBeNull();
  });

  it('SUP-9: names every unit without an accepted report, and how far its report is', () => {
    expect(missingOf(units)).toEqual([
      { orgId: 'c', state: 'RETURNED' },
      { orgId: 'd', state: 'EXPECTED' },
      { orgId: 'f', state: 'SUBMITTED' },
    ]);
  });
});
