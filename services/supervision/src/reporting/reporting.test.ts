import { createWorkingCalendar } from '@chengqi/office-kernel';
import { describe, expect, it } from '@jest/globals';
import { dueAtOf, mondayOf } from './periods.ts';
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
    expect(dueAtOf(period, calendar)).toEqual(at(due));
  });

  it.each(['2026-W00', '2026-W54', '2025-W53', '2026-38', '', '2026-W1'])('refuses %p, which is no week', (period) => {
    expect(() => mondayOf(period, calendar)).toThrow('BAD_USER_INPUT');
  });
});

describe('how a unit stands', () => {
  const limit = { dueAt: at('2026-09-18T17:00'), graceHours: 4 };
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

  it('is punctual by the first hand-in, grace included', () => {
    expect(standing([turn(1, '2026-09-18T21:00')])).toBe('ON_TIME');
    expect(standing([turn(1, '2026-09-18T21:01')])).toBe('LATE');
    const again = [turn(2, '2026-09-19T09:00'), turn(1, '2026-09-18T16:00', 'RETURNED')];
    expect(standing(again)).toBe('ON_TIME');
    expect(standing(again, '2026-09-18T22:00')).toBe('RETURNED');
  });
});
