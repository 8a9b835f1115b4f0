import { createWorkingCalendar } from '@chengqi/office-kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  answerLimit,
  extendedBy,
  finishLimit,
  noticeLimit,
  noticeState,
  objectionLimit,
  pausedFor,
  reviewLimit,
  transferLimit,
} from './clocks.ts';

/** The arrangement published for 2026. */
const holidays: readonly (readonly [string, string])[] = [
  ['2026-01-01', '2026-01-03'],
  ['2026-02-15', '2026-02-23'],
  ['2026-04-04', '2026-04-06'],
  ['2026-05-01', '2026-05-05'],
  ['2026-06-19', '2026-06-21'],
  ['2026-09-25', '2026-09-27'],
  ['2026-10-01', '2026-10-07'],
];
const makeUp = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];

const calendar = createWorkingCalendar('Asia/Shanghai', (day) => {
  if (makeUp.includes(day)) return 'MAKEUP_WORKDAY';
  return holidays.some(([from, to]) => from <= day && day <= to) ? 'HOLIDAY' : undefined;
});

const at = (day: string, time = '10:30') => new Date(`${day}T${time}:00+08:00`);
const lastDay = (limit: { readonly dueAt: Date } | null) => (limit === null ? null : calendar.lastDayOf(limit.dueAt));

const fiveDays = (from: Date) => {
  const limit = answerLimit(calendar, 'HOTLINE', from);
  if (limit === null) throw new Error('hotline orders have a limit');
  return limit;
};
const pause = (from: Date, to: Date | null) => ({
  at: from.toISOString(),
  suppliedAt: to?.toISOString() ?? null,
});

// registered | 5 working days | 2 working days | 15 days | 60 days | 60 + 30 days, counted by hand
const table = `
  2026-09-14 | 2026-09-20 | 2026-09-16 | 2026-09-29 | 2026-11-13 | 2026-12-14
  2026-09-18 | 2026-09-24 | 2026-09-21 | 2026-10-08 | 2026-11-17 | 2026-12-17
  2026-09-24 | 2026-10-09 | 2026-09-29 | 2026-10-09 | 2026-11-23 | 2026-12-23
  2026-09-30 | 2026-10-13 | 2026-10-09 | 2026-10-15 | 2026-11-30 | 2026-12-29
  2026-10-01 | 2026-10-13 | 2026-10-09 | 2026-10-16 | 2026-11-30 | 2026-12-30
  2026-10-08 | 2026-10-14 | 2026-10-10 | 2026-10-23 | 2026-12-07 | 2027-01-06
  2026-01-30 | 2026-02-06 | 2026-02-03 | 2026-02-14 | 2026-03-31 | 2026-04-30
  2026-02-02 | 2026-02-09 | 2026-02-04 | 2026-02-24 | 2026-04-03 | 2026-05-06
  2026-02-10 | 2026-02-24 | 2026-02-12 | 2026-02-25 | 2026-04-13 | 2026-05-11
  2026-02-13 | 2026-02-27 | 2026-02-24 | 2026-02-28 | 2026-04-14 | 2026-05-14
  2026-02-14 | 2026-02-28 | 2026-02-25 | 2026-03-02 | 2026-04-15 | 2026-05-15
  2026-02-24 | 2026-03-02 | 2026-02-26 | 2026-03-11 | 2026-04-27 | 2026-05-25`
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((day) => day.trim()) as [string, string, string, string, string, string]);

describe('scenario 10: limits over the National Day week and the Spring Festival of 2026', () => {
  it.each(table)('of a matter of %s', (day, five, two, fifteen, sixty, ninety) => {
    expect(lastDay(answerLimit(calendar, 'HOTLINE', at(day)))).toBe(five);
    expect(lastDay(objectionLimit(calendar, at(day)))).toBe(five);
    expect(lastDay(transferLimit(calendar, 'PETITION', at(day)))).toBe(five);
    expect(lastDay(transferLimit(calendar, 'HOTLINE', at(day)))).toBe(two);
    expect(lastDay(noticeLimit(calendar, at(day)))).toBe(fifteen);
    expect(lastDay(finishLimit(calendar, at(day)))).toBe(sixty);
    expect(lastDay(extendedBy(calendar, finishLimit(calendar, at(day)), 30))).toBe(ninety);
  });

  it('does not ask at what time of the day it began', () => {
    for (const time of ['00:00', '08:00', '23:59'])
      expect(lastDay(noticeLimit(calendar, at('2026-09-18', time)))).toBe('2026-10-08');
  });

  it('sets no limit to answer petitions before their acceptance, nor accusations', () => {
    expect(answerLimit(calendar, 'PETITION', at('2026-09-14'))).toBeNull();
    expect(answerLimit(calendar, 'ACCUSATION', at('2026-09-14'))).toBeNull();
    expect(transferLimit(calendar, 'SERVICE', at('2026-09-14'))).toBeNull();
  });

  it('moves a paused limit by the working days of the pause', () => {
    const limit = fiveDays(at('2026-09-29'));
    const pausedFrom = (from: string, to: string) => pausedFor(calendar, limit, [pause(at(from), at(to))]);

    expect(lastDay(limit)).toBe('2026-10-12');
    expect(lastDay(pausedFrom('2026-09-30', '2026-10-08'))).toBe('2026-10-13');
    expect(pausedFrom('2026-10-01', '2026-10-06').dueAt).toEqual(limit.dueAt);
    expect(pausedFor(calendar, limit, [pause(at('2026-09-30'), null)])).toMatchObject({ clock: 'PAUSED' });
  });
});

const noticeDueAt = noticeLimit(calendar, at('2026-09-21')).dueAt;

describe('the written notice of a petition', () => {
  const before = noticeDueAt;
  const after = new Date(noticeDueAt.getTime() + 1);
  it.each([
    ['accepted at 24:00 of the last day', { acceptedAt: before, refusedAt: null }, after, 'ON_TIME'],
    ['refused in time', { acceptedAt: null, refusedAt: before }, after, 'ON_TIME'],
    ['accepted a moment later', { acceptedAt: after, refusedAt: null }, after, 'LATE'],
    ['accepted later than asked about', { acceptedAt: after, refusedAt: null }, before, 'RUNNING'],
    ['nothing, at 24:00', { acceptedAt: null, refusedAt: null }, before, 'RUNNING'],
    ['nothing, a moment later', { acceptedAt: null, refusedAt: null }, after, 'OVERDUE'],
  ])('%s', (_, facts, asOf, state) => {
    expect(noticeState({ noticeDueAt, ...facts }, asOf)).toBe(state);
  });
});

describe('limits by property', () => {
  const instants = fc.date({ min: at('2026-01-05'), max: at('2026-09-30'), noInvalidDate: true });

  it('ends a statutory limit on a working day, never early, at 24:00', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 30 }), (from, hearing) => {
        for (const [end, days] of [
          [noticeLimit(calendar, from).dueAt, 15],
          [finishLimit(calendar, from).dueAt, 60],
          [reviewLimit(calendar, 'REVIEW', from, hearing).dueAt, 30 + hearing],
          [reviewLimit(calendar, 'RECHECK', from, hearing).dueAt, 30 + hearing],
        ] as const) {
          expect(calendar.isWorkingDay(calendar.lastDayOf(end))).toBe(true);
          expect(calendar.lastDayOf(end) >= calendar.dayAfter(calendar.dayOf(from), days)).toBe(true);
          expect(end).toEqual(calendar.endOf(calendar.lastDayOf(end)));
        }
      }),
    );
  });

  it('never ends earlier what began later', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        const [first, second] = a <= b ? [a, b] : [b, a];
        expect(noticeLimit(calendar, first).dueAt <= noticeLimit(calendar, second).dueAt).toBe(true);
        expect(objectionLimit(calendar, first).dueAt <= objectionLimit(calendar, second).dueAt).toBe(true);
      }),
    );
  });

  it('leaves as many working days after a pause as before it', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 40 }), (from, used, days) => {
        const limit = fiveDays(from);
        const pausedAt = new Date(from.getTime() + used * 86_400_000);
        const at = new Date(pausedAt.getTime() + days * 86_400_000);
        const left = calendar.workingDaysBetween(pausedAt, new Date(limit.dueAt.getTime() - 1));

        const { dueAt, originalDueAt } = pausedFor(calendar, limit, [pause(pausedAt, at)]);

        expect(calendar.workingDaysBetween(at, new Date(dueAt.getTime() - 1))).toBe(left);
        expect(originalDueAt).toEqual(limit.dueAt);
      }),
    );
  });
});
