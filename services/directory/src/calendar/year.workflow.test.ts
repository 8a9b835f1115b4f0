import { describe, expect, it } from '@jest/globals';
import { daysOf, overridden, planYear } from './year.workflow.ts';

const typeOf = (year: number, day: string) => planYear(year).find((each) => each.day === day);

describe('O-6 a year of the working calendar', () => {
  it.each([
    [2025, 365],
    [2026, 365],
    [2027, 365],
    [2028, 366],
  ])('%i has each of its %i days once, in order', (year, count) => {
    const days = planYear(year).map(({ day }) => day);

    expect(days).toEqual(daysOf(year));
    expect(new Set(days).size).toBe(count);
  });

  it('follows the published arrangement of 2026', () => {
    expect(typeOf(2026, '2026-10-01')).toMatchObject({ type: 'HOLIDAY', holidayName: '国庆节', basis: 'PUBLISHED' });
    expect(typeOf(2026, '2026-09-25')).toMatchObject({ type: 'HOLIDAY', holidayName: '中秋节' });
    expect(typeOf(2026, '2026-10-10')).toMatchObject({ type: 'MAKEUP_WORKDAY', holidayName: null });
    expect(typeOf(2026, '2026-09-20')).toMatchObject({ type: 'MAKEUP_WORKDAY' });
    expect(typeOf(2026, '2026-09-19')).toMatchObject({ type: 'WEEKEND' });
  });

  it('assumes the thirteen statutory days of a year that is not arranged yet', () => {
    const holidays = planYear(2027)
      .filter(({ type }) => type === 'HOLIDAY')
      .map(({ day }) => day);

    expect(holidays).toEqual([
      '2027-01-01',
      '2027-02-05',
      '2027-02-06',
      '2027-02-07',
      '2027-02-08',
      '2027-04-05',
      '2027-05-01',
      '2027-05-02',
      '2027-06-09',
      '2027-09-15',
      '2027-10-01',
      '2027-10-02',
      '2027-10-03',
    ]);
    expect(planYear(2027).every(({ basis }) => basis === 'ASSUMED')).toBe(true);
  });
});

describe('overriding single days', () => {
  const stored = planYear(2026);
  const facts = (day: string) => ({ day, type: 'WORKDAY' as const, holidayName: null });

  it('keeps what says the same and marks what differs', () => {
    expect(overridden(2026, stored, [facts('2026-10-10'), facts('2026-10-12')])).toEqual([
      { ...facts('2026-10-10'), basis: 'OVERRIDDEN' },
    ]);
  });
  it('O-6 refuses a day given twice', () => {
    expect(() => overridden(2026, stored, [facts('2026-10-10'), facts('2026-10-10')])).toThrow('GUARD_FAILED');
  });
  it('O-6 refuses a day of another year', () => {
    expect(() => overridden(2026, stored, [facts('2027-10-10')])).toThrow('GUARD_FAILED');
  });
});
