import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  callLoss,
  type FoundWarning,
  type Limited,
  overdueRisk,
  pressing,
  repeatHazard,
  staffingGap,
  unitOf,
  warningId,
} from './warning.ts';

const hour = 3_600_000;
const item = {
  id: 'sup_1',
  type: 'SUPERVISION_ITEM',
  orgId: 'org_1',
  beganAt: 0,
  dueAt: 100 * hour,
  secrecyLevel: 'INTERNAL',
} as const satisfies Limited;

describe('what is likely to go wrong', () => {
  it('a limit is a risk from four fifths of its time until it is over', () => {
    const risks = [0, 79, 80, 99, 100, 101].map((at) => overdueRisk(item, at * hour)?.score ?? null);
    expect(risks).toEqual([null, null, 0.8, 0.99, null, null]);
    expect(overdueRisk({ ...item, beganAt: item.dueAt }, item.dueAt - 1)?.score).toBe(1);
  });

  it('says why in both languages', () => {
    expect([
      overdueRisk(item, 90 * hour)?.reason.zh,
      staffingGap({ orgId: 'org_1', minutes: 90, firstAt: 0 })?.reason.zh,
      callLoss({ orgId: 'org_1', line: 'A', total: 20, missed: 3 })?.reason.zh,
      repeatHazard({ orgId: 'org_1', category: 'FIRE', found: 4, cameBack: 1 })?.reason.zh,
    ]).toEqual([
      '时限已用 90%，还剩 10 小时。',
      '未来七天有 90 分钟无人值班。',
      '近七天 20 个来电漏接 3 个，接通率应不低于 95%。',
      '90 天内同类隐患 4 起，其中复发 1 起。',
    ]);
  });

  it.each([
    ['four calls, all missed', callLoss({ orgId: 'org_1', line: null, total: 4, missed: 4 })],
    ['one of twenty calls', callLoss({ orgId: 'org_1', line: null, total: 20, missed: 1 })],
    ['two new hazards', repeatHazard({ orgId: 'org_1', category: null, found: 2, cameBack: 0 })],
    ['no uncovered minute', staffingGap({ orgId: 'org_1', minutes: 0, firstAt: 0 })],
  ])('%s are no warning', (_, warning) => {
    expect(warning).toBeNull();
  });

  it('scores lie between 0 and 1 and grow with what is wrong', () => {
    const numbers = fc.tuple(fc.nat(10_000), fc.nat(10_000)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(numbers, ([less, more]) => {
        const scores = [
          [less, more].map((minutes) => staffingGap({ orgId: 'o', minutes, firstAt: 0 })?.score ?? 0),
          [less, more].map((missed) => callLoss({ orgId: 'o', line: null, total: 10_000, missed })?.score ?? 0),
          [less, more].map((found) => repeatHazard({ orgId: 'o', category: null, found, cameBack: 0 })?.score ?? 0),
          [less, more].map((at) => overdueRisk({ ...item, dueAt: 10_001 }, at)?.score ?? 0),
        ];
        for (const [a = 0, b = 0] of scores) {
          expect(a).toBeLessThanOrEqual(b);
          expect([a, b].every((score) => score >= 0 && score <= 1)).toBe(true);
        }
      }),
    );
  });

  it('the id of a warning leads to its unit, stays while numbers change, and is of no other', () => {
    const [one, other] = ['a', 'b'].map((letter) => `org_${letter.repeat(26)}`) as [string, string];
    const calls = { orgId: one, line: 'A', total: 20, missed: 3 };
    const [first, later] = [callLoss(calls), callLoss({ ...calls, missed: 9 })] as [FoundWarning, FoundWarning];
    const others = [
      callLoss({ ...calls, line: 'B' }),
      callLoss({ ...calls, line: null }),
      callLoss({ ...calls, orgId: other }),
      repeatHazard({ orgId: one, category: 'A', found: 4, cameBack: 1 }),
      staffingGap({ orgId: one, minutes: 9, firstAt: 0 }),
      overdueRisk({ ...item, orgId: one }, 90 * hour),
      overdueRisk({ ...item, orgId: one, id: 'sup_2' }, 90 * hour),
    ].map((warning) => warningId(warning as FoundWarning));

    expect(warningId(later)).toBe(warningId(first));
    expect(unitOf(warningId(first))).toBe(one);
    expect(new Set([warningId(first), ...others]).size).toBe(others.length + 1);
    expect(warningId(first).length).toBeLessThanOrEqual(40);
    const ownerless = warningId(overdueRisk({ ...item, orgId: null }, 90 * hour) as FoundWarning);
    expect([ownerless, 'ewn_1', '', `${warningId(first)}0`, one].map(unitOf)).toEqual([null, null, null, null, null]);
  });

  it('the order is the same whichever way the warnings come', () => {
    const some = [1, 5, 3, 5].flatMap(
      (found, at) => repeatHazard({ orgId: `org_${at}`, category: 'FIRE', found: found + 3, cameBack: 0 }) ?? [],
    );
    expect(some.toReversed().sort(pressing)).toEqual(some.toSorted(pressing));
  });
});
