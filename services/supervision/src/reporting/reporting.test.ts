import { createWorkingCalendar } from '@chengqi/office-kernel';
import { describe, expect, it } from '@jest/globals';
import { type DueRule, dueAtOf, firstDayAfter, firstDayOf, periodOf, weekly } from './periods.ts';
import { standingOf } from './submission.workflow.ts';

const holidays = ['2026-09-25', '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'];
const calendar = createWorkingCalendar('Asia/Shanghai', (day) => (holidays.includes(day) ? 'HOLIDAY' : undefined));
const at = (text: string) => new Date(`${text}+08:00`);

describe('the limit of a weekly report', () => {
  it.each([
    ['2026-W38', '2026-09-18T17:00'],
    ['2026-W39', '2026-09-24T17:00'],
    ['2026-W40', '2026-09-30T17:00'],
    ['2026-W41', '2026-10-09T17:00'],
    ['2026-W53', '2027-01-01T17:00'],
  ])('of %s is %s, Friday or the last working day before it', (period, due) => {
    expect(dueAtOf(weekly, period, calendar)).toEqual(at(due));
  });

  it('goes to the next working day when its week has none before', () => {
    expect(dueAtOf({ ...weekly, dueDay: 1, dueTime: '09:30' }, '2026-W41', calendar)).toEqual(at('2026-10-08T09:30'));
  });
});

describe('the limit of other reports', () => {
  const on25th = { dueDay: 25, dueOn: null, dueTime: '17:00' };

  it.each<[DueRule['kind'], string, number, string]>([
    ['MONTHLY', '2026-08', 25, '2026-08-25T17:00'],
    ['MONTHLY', '2026-09', 25, '2026-09-24T17:00'],
    ['MONTHLY', '2026-10', 2, '2026-10-08T17:00'],
    ['MONTHLY', '2028-02', 31, '2028-02-29T17:00'],
    ['QUARTERLY', '2026-Q3', 25, '2026-09-24T17:00'],
    ['QUARTERLY', '2026-Q4', 25, '2026-12-25T17:00'],
    ['ANNUAL', '2027', 31, '2027-12-31T17:00'],
  ])('%s of %s on the %i. is %s', (kind, period, dueDay, due) => {
    expect(dueAtOf({ ...on25th, kind, dueDay }, period, calendar)).toEqual(at(due));
  });

  it('of what is asked ad hoc is the day it names, or the last working day before', () => {
    const once = { kind: 'AD_HOC', dueDay: null, dueOn: '2026-09-25', dueTime: '12:00' } as const;
    expect(dueAtOf(once, '2026-09-25', calendar)).toEqual(at('2026-09-24T12:00'));
  });
});

describe('periods', () => {
  it.each<[DueRule['kind'], string]>([
    ['WEEKLY', '2026-W00'],
    ['WEEKLY', '2026-W54'],
    ['WEEKLY', '2025-W53'],
    ['WEEKLY', '2026-38'],
    ['WEEKLY', ''],
    ['WEEKLY', '2026-W1'],
    ['MONTHLY', '2026-W38'],
    ['MONTHLY', '2026-13'],
    ['QUARTERLY', '2026-Q5'],
    ['QUARTERLY', '2026'],
    ['ANNUAL', '26'],
    ['AD_HOC', '2026-02-30'],
    ['AD_HOC', '2026-09'],
  ])('%s refuses %p', (kind, period) => {
    expect(() => firstDayOf(kind, period, calendar)).toThrow('BAD_USER_INPUT');
  });

  it('follow each other without a gap, and every day lies in one', () => {
    for (const kind of ['WEEKLY', 'MONTHLY', 'QUARTERLY', 'ANNUAL'] as const) {
      for (let day = '2019-12-28'; day < '2029-01-10'; day = calendar.dayAfter(day, 1)) {
        const period = periodOf(kind, day, calendar);
        expect(firstDayOf(kind, period, calendar) <= day && day < firstDayAfter(kind, period, calendar)).toBe(true);
      }
    }
  });
});

describe('how a unit stands', () => {
  const limit = { dueAt: at('2026-09-18T17:00'), graceHours: 4, exemptedAt: null };
  const turn = (attempt: number, submitted: string, state: 'SUBMITTED' | 'ACCEPTED' | 'RETURNED' = 'ACCEPTED') => ({
    attempt,
    state,
    submittedAt: at(submitted),
    decidedAt: null,
  });
  const standing = (turns: ReturnType<typeof turn>[], asOf = '2026-09-30T00:00') => standingOf(turns, limit, at(asOf));

  it('is expected until grace is over, and missing from then on', () => {
    expect(standing([], '2026-09-18T21:00')).toBe('EXPECTED');
    expect(standing([], '2026-09-18T21:01')).toBe('MISSING');
  });

  it('is not missing once it is exempted, and was before', () => {
    const exempted = { ...limit, exemptedAt: at('2026-09-19T09:00') };
    expect(standingOf([], exempted, at('2026-09-19T08:59'))).toBe('MISSING');
    expect(standingOf([], exempted, at('2026-09-19T09:00'))).toBe('EXEMPTED');
  });

  it('is punctual by the first hand-in, grace included', () => {
    expect(standing([turn(1, '2026-09-18T21:00')])).toBe('ON_TIME');
    expect(standing([turn(1, '2026-09-18T21:01')])).toBe('LATE');
    const again = [turn(2, '2026-09-19T09:00'), turn(1, '2026-09-18T16:00', 'RETURNED')];
    expect(standing(again)).toBe('ON_TIME');
    expect(standing(again, '2026-09-18T22:00')).toBe('RETURNED');
  });
});
