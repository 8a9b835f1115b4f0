import { describe, expect, it } from '@jest/globals';
import { createWorkingCalendar } from '../working-calendar.ts';
import {
  cancelDeadline,
  type DeadlineRule,
  dueWarnings,
  extendDeadline,
  isOverdue,
  meetDeadline,
  pauseDeadline,
  resumeDeadline,
  startDeadline,
} from './deadline.ts';

const holidays = new Set(['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07']);
const calendar = createWorkingCalendar('Asia/Shanghai', (day) => (holidays.has(day) ? 'HOLIDAY' : undefined));
const at = (text: string) => new Date(`${text}+08:00`);
const start = at('2026-09-14T10:00:00');

const aRule = (facts: Partial<DeadlineRule> = {}): DeadlineRule => ({
  rule: 'TEST',
  amount: 5,
  unit: 'WORKING_DAY',
  basis: 'POLICY',
  basisText: '',
  rollForward: false,
  warnBefore: [],
  ...facts,
});
const dueOf = (facts: Partial<DeadlineRule>) => startDeadline(aRule(facts), start, calendar).dueAt;

describe('a deadline', () => {
  it('in days ends at 24:00, in hours and minutes to the instant', () => {
    expect(dueOf({})).toEqual(at('2026-09-22T00:00:00'));
    expect(dueOf({ unit: 'CALENDAR_DAY', amount: 7 })).toEqual(at('2026-09-22T00:00:00'));
    expect(dueOf({ unit: 'HOUR', amount: 4 })).toEqual(at('2026-09-14T14:00:00'));
    expect(dueOf({ unit: 'MINUTE', amount: 30 })).toEqual(at('2026-09-14T10:30:00'));
  });

  it('of a statute moves off a holiday, of a policy does not', () => {
    expect(dueOf({ unit: 'CALENDAR_DAY', amount: 17 })).toEqual(at('2026-10-02T00:00:00'));
    expect(dueOf({ unit: 'CALENDAR_DAY', amount: 17, rollForward: true })).toEqual(at('2026-10-09T00:00:00'));
  });

  it('is extended before it rolls and keeps its original end', () => {
    const petition = startDeadline(aRule({ unit: 'CALENDAR_DAY', amount: 17, rollForward: true }), start, calendar);
    const extended = extendDeadline(petition, 9, calendar);

    expect(extended.dueAt).toEqual(at('2026-10-13T00:00:00'));
    expect([extended.originalDueAt, extended.extensions]).toEqual([petition.dueAt, 1]);
  });

  it.each([
    ['WORKING_DAY', at('2026-09-24T00:00:00')],
    ['CALENDAR_DAY', at('2026-09-22T00:00:00')],
  ] as const)('in %s keeps what remained while it was paused', (unit, due) => {
    const paused = pauseDeadline(startDeadline(aRule({ unit }), start, calendar), at('2026-09-18T09:00:00'));

    expect(
      resumeDeadline(paused, unit === 'WORKING_DAY' ? at('2026-09-22T15:00:00') : at('2026-09-20T15:00:00'), calendar)
        .dueAt,
    ).toEqual(due);
  });

  it('in hours keeps the exact time that remained', () => {
    const paused = pauseDeadline(
      startDeadline(aRule({ unit: 'HOUR', amount: 4 }), start, calendar),
      at('2026-09-14T11:00:00'),
    );

    expect(resumeDeadline(paused, at('2026-09-15T11:00:00'), calendar).dueAt).toEqual(at('2026-09-15T14:00:00'));
  });

  it('is kept at 24:00 itself and broken after it; a paused one does not run out', () => {
    const deadline = startDeadline(aRule(), start, calendar);
    const late = new Date(deadline.dueAt.getTime() + 1);

    expect([isOverdue(deadline, deadline.dueAt), isOverdue(deadline, late)]).toEqual([false, true]);
    expect(isOverdue(pauseDeadline(deadline, start), late)).toBe(false);
    expect(meetDeadline(deadline, deadline.dueAt).clock).toBe('MET');
    expect(meetDeadline(deadline, late).clock).toBe('BREACHED');
  });

  it('warns once for each threshold, also of those it slept through', () => {
    const warnBefore = [
      { amount: 1, unit: 'WORKING_DAY' },
      { amount: 3, unit: 'WORKING_DAY' },
    ] as const;
    const deadline = startDeadline(aRule({ warnBefore }), start, calendar);
    const [first, second] = deadline.warnAt;
    if (!first || !second) throw new Error('two thresholds');

    expect([first, second]).toEqual([at('2026-09-17T00:00:00'), at('2026-09-19T00:00:00')]);
    expect(dueWarnings(deadline, at('2026-09-16T23:59:00'), [])).toEqual([]);
    expect(dueWarnings(deadline, second, [])).toEqual([first, second]);
    expect(dueWarnings(deadline, second, [first, second])).toEqual([]);
  });

  it('that has stopped cannot be extended, paused or met', () => {
    const stopped = cancelDeadline(startDeadline(aRule(), start, calendar));

    expect(() => extendDeadline(stopped, 1, calendar)).toThrow('CANCELLED');
    expect(() => pauseDeadline(stopped, start)).toThrow('CANCELLED');
    expect(() => meetDeadline(stopped, start)).toThrow('CANCELLED');
    expect(() => resumeDeadline(stopped, start, calendar)).toThrow('CANCELLED');
  });
});
