import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut, doubleShifts, gapsOf, minutesOf, qualityOf, violationsOf } from './coverage.ts';
import { defaultRules } from './duty.ts';

const origin = Date.parse('2026-09-23T00:00:00Z');
const minute = (n: number) => new Date(origin + n * 60_000);
const aShift = (start: number, end: number, leaderId = 'L', officerIds = ['A', 'B'], id = `${start}-${end}`) => ({
  id,
  startAt: minute(start),
  endAt: minute(end),
  leaderId,
  officerIds,
});

describe('DUTY-1: gaps', () => {
  it('finds what a walk through all minutes finds', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: -30, max: 330 }), fc.integer({ min: 1, max: 120 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(spans, (given) => {
        const shifts = given.map(([start, length]) => ({ startAt: minute(start), endAt: minute(start + length) }));
        const open = Array.from({ length: 300 }, (_, n) => n).filter(
          (n) => !shifts.some(({ startAt, endAt }) => startAt <= minute(n) && minute(n) < endAt),
        );

        const gaps = gapsOf(shifts, { from: minute(0), to: minute(300) });

        expect(minutesOf(gaps)).toBe(open.length);
        expect(
          gaps.flatMap(({ from, to }) =>
            Array.from({ length: minutesOf([{ from, to }]) }, (_, n) => (from.getTime() - origin) / 60_000 + n),
          ),
        ).toEqual(open);
      }),
    );
  });

  it('one minute at a hand-over is a gap, and never shows as full score', () => {
    const shifts = [aShift(0, 719), aShift(720, 1440, 'M', ['C', 'D'])];
    const quality = qualityOf(shifts, { from: minute(0), to: minute(1440) });
    expect(quality.gapMinutes).toBe(1);
    expect(quality.gaps).toEqual([{ from: minute(719), to: minute(720) }]);
    expect(quality.score).toBe(99);
  });

  it('full cover with even hours scores 100; nothing scores what balance alone gives', () => {
    const shifts = [aShift(0, 720, 'L', ['A', 'B']), aShift(720, 1440, 'M', ['C', 'D'])];
    expect(qualityOf(shifts, { from: minute(0), to: minute(1440) })).toMatchObject({
      gapMinutes: 0,
      balance: 1,
      score: 100,
    });
    expect(qualityOf([], { from: minute(0), to: minute(60) })).toMatchObject({ gapMinutes: 60, score: 20 });
  });

  it('cutting the open spans leaves none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(8, 12, 24), (length, hours) => {
        const span = { from: minute(0), to: minute(length) };
        const pieces = cut([span], hours).map(({ from, to }) => ({ startAt: from, endAt: to }));
        expect(gapsOf(pieces, span)).toEqual([]);
      }),
    );
  });
});

describe('DUTY-2: people', () => {
  it('finds everybody who is on two shifts at once, as a comparison of all pairs does', () => {
    const shift = fc.tuple(
      fc.integer({ min: 0, max: 600 }),
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom('A', 'B', 'C'),
    );
    fc.assert(
      fc.property(fc.array(shift, { maxLength: 10 }), (given) => {
        const shifts = given.map(([start, length, who], n) => aShift(start, start + length, who, [], `s${n}`));
        const busy = new Set(
          shifts.flatMap((a, n) =>
            shifts
              .slice(n + 1)
              .flatMap((b) =>
                a.leaderId === b.leaderId && a.startAt < b.endAt && b.startAt < a.endAt ? [a.leaderId] : [],
              ),
          ),
        );
        expect(new Set(doubleShifts(shifts).map(({ personId }) => personId))).toEqual(busy);
      }),
    );
  });

  it('half-open shifts that touch are not two at once', () => {
    expect(doubleShifts([aShift(0, 720), aShift(720, 1440)])).toEqual([]);
  });

  it.each([
    ['the leader is not also an officer', [aShift(0, 720, 'A', ['A', 'B', 'C'])], 'LEADER_IS_OFFICER'],
    ['two officers at least', [aShift(0, 720, 'L', ['A'])], 'TOO_FEW_OFFICERS'],
    ['at most 24 hours in a row', [aShift(0, 1440), aShift(1440, 1500, 'M', ['A', 'C'])], 'TOO_LONG'],
    ['at least 12 hours between', [aShift(0, 720), aShift(1000, 1300, 'M', ['A', 'C'])], 'TOO_LITTLE_REST'],
  ])('%s', (_, shifts, rule) => {
    expect(violationsOf(shifts, defaultRules).map((violation) => violation.rule)).toContain(rule);
  });

  it('twelve hours on and twelve off keeps the rules', () => {
    expect(violationsOf([aShift(0, 720), aShift(1440, 2160)], defaultRules)).toEqual([]);
  });
});
