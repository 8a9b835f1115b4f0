import { describe, expect, it } from '@jest/globals';
import { daysOf, overridden, planYear } from './year.workflow.ts';

const holiday = (name: string, month: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `${month}-${String(first + index).padStart(2, '0')} ${name}`);

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

  it('is the arrangement of 2026 that the State Council published, day by day', () => {
    const year = planYear(2026);
    const of = (type: string) => year.filter((day) => day.type === type);

    expect(of('HOLIDAY').map(({ day, holidayName }) => `${day.slice(5)} ${holidayName}`)).toEqual([
      ...holiday('元旦', '01', 1, 3),
      ...holiday('春节', '02', 15, 23),
      ...holiday('清明节', '04', 4, 6),
      ...holiday('劳动节', '05', 1, 5),
      ...holiday('端午节', '06', 19, 21),
      ...holiday('中秋节', '09', 25, 27),
      ...holiday('国庆节', '10', 1, 7),
    ]);
    expect(of('MAKEUP_WORKDAY').map(({ day }) => day.slice(5))).toEqual([
      '01-04',
      '02-14',
      '02-28',
      '05-09',
      '09-20',
      '10-10',
    ]);
    expect(year.every(({ basis }) => basis === 'PUBLISHED')).toBe(true);
    expect([of('WEEKEND').length, of('WORKDAY').length]).toEqual([365 - 33 - 6 - 242, 242]);
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
