import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coolsAt, focusHeat, heatOf, rankOf, stateOf, trendOf } from './heat.workflow.ts';

const day = 86_400_000;
const start = Date.parse('2026-09-14T01:00:00Z');
const after = (days: number) => new Date(start + days * day);

const signals = fc.array(
  fc.record({
    weight: fc.constantFrom(1, 2, 3, 5),
    at: fc.double({ min: 0, max: 80, noNaN: true }).map((days) => after(days)),
  }),
  { minLength: 1, maxLength: 60 },
);
/** The definition of DOMAIN 4.4, term by term. */
const heat = (heard: readonly { weight: number; at: Date }[], now: Date): number =>
  heard.reduce((sum, { weight, at }) => sum + weight * 0.5 ** ((now.getTime() - at.getTime()) / (14 * day)), 0);

describe('the heat of a topic', () => {
  it('is the sum of weights that halve in fourteen days, in whatever order they are heard', () => {
    fc.assert(
      fc.property(signals, (heard) => {
        const now = after(90);
        const one = heatOf(rankOf(heard), now);
        const byAndBy = heatOf(
          heard.reduceRight((rank, signal) => rankOf([signal], rank), 0),
          now,
        );
        expect(one).toBeCloseTo(heat(heard, now), 3);
        expect(byAndBy).toBeCloseTo(one, 3);
      }),
    );
  });

  it('orders topics alike at every moment', () => {
    fc.assert(
      fc.property(signals, signals, (these, those) => {
        const [a, b] = [rankOf(these), rankOf(those)];
        fc.pre(Math.abs(a - b) > 2);
        for (const days of [80, 90, 300]) expect(heatOf(a, after(days)) > heatOf(b, after(days))).toBe(a > b);
      }),
    );
  });

  it('rises and falls by what was said in seven days and by what was forgotten', () => {
    fc.assert(
      fc.property(signals, (heard) => {
        const now = after(80);
        const before = heat(
          heard.filter(({ at }) => at <= after(73)),
          after(73),
        );
        expect(trendOf(rankOf(heard), heard, now)).toBeCloseTo(heat(heard, now) - before, 2);
      }),
    );
    expect(trendOf(0, [], after(0))).toBe(0);
  });

  it('makes a topic a focus from ten on, and cools it below five, to the millisecond', () => {
    const rank = rankOf([5, 5].map((weight) => ({ weight, at: after(0) })));
    expect(heatOf(rank, after(0))).toBeCloseTo(focusHeat, 4);
    expect(stateOf('WATCHING', rankOf([{ weight: 9.996, at: after(0) }]), after(0), false)).toBe('FOCUS');
    expect(stateOf('WATCHING', rankOf([{ weight: 9.994, at: after(0) }]), after(0), false)).toBe('WATCHING');
    const cool = coolsAt('FOCUS', rank) ?? after(0);
    expect(Math.abs(cool.getTime() - after(14).getTime())).toBeLessThan(day / 24);
    expect(stateOf('FOCUS', rank, new Date(cool.getTime() - 60_000), false)).toBe('FOCUS');
    expect(stateOf('FOCUS', rank, cool, false)).toBe('COOLED');
  });

  it('gives way to an open item, and comes back when that is closed', () => {
    const hot = rankOf([{ weight: 12, at: after(0) }]);
    expect(stateOf('FOCUS', hot, after(0), true)).toBe('SUPERVISED');
    expect(stateOf('SUPERVISED', hot, after(0), false)).toBe('FOCUS');
    expect(stateOf('SUPERVISED', hot, after(60), false)).toBe('COOLED');
    expect(stateOf('COOLED', hot, after(0), false)).toBe('FOCUS');
  });
});
