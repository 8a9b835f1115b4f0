import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CalendarDayType } from './replicas/replica.entity.ts';
import { createWorkingCalendar } from './working-calendar.ts';

const published: Record<string, CalendarDayType> = {
  '2026-09-20': 'MAKEUP_WORKDAY',
  '2026-09-25': 'HOLIDAY',
  '2026-09-26': 'HOLIDAY',
  '2026-09-27': 'HOLIDAY',
  '2026-10-01': 'HOLIDAY',
  '2026-10-02': 'HOLIDAY',
};
const calendar = createWorkingCalendar('Asia/Shanghai', (day) => published[day]);
const at = (text: string) => new Date(`${text}+08:00`);
const end = (day: string) => at(`${day}T00:00:00`).toISOString();

describe('counting days', () => {
  it('a limit of n days ends at 24:00 of day n; the start day is day 0', () => {
    expect(calendar.addDays(at('2026-09-14T23:59:00'), 1).toISOString()).toBe(end('2026-09-16'));
    expect(calendar.addDays(at('2026-09-14T00:00:00'), 0).toISOString()).toBe(end('2026-09-15'));
  });

  it('the business day is that of the office, not of UTC', () => {
    expect(calendar.dayOf(new Date('2026-09-14T16:00:00Z'))).toBe('2026-09-15');
  });

  it('working days skip weekends and holidays and count make-up days', () => {
    expect(calendar.addWorkingDays(at('2026-09-18T10:00:00'), 1).toISOString()).toBe(end('2026-09-21'));
    expect(calendar.addWorkingDays(at('2026-09-24T10:00:00'), 3).toISOString()).toBe(end('2026-10-01'));
  });

  it('a working-day limit started on a holiday counts from the next working day', () => {
    expect(calendar.addWorkingDays(at('2026-09-26T10:00:00'), 1).toISOString()).toBe(end('2026-09-29'));
  });

  it('days that nobody published rest on Saturday and Sunday', () => {
    expect(['2027-03-05', '2027-03-06', '2027-03-07', '2027-03-08'].map(calendar.isWorkingDay)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('15-5.2: names the first year of a count that nobody published', () => {
    const { unpublishedYear } = createWorkingCalendar(
      'Asia/Shanghai',
      () => undefined,
      (year) => year === '2026' || year === '2028',
    );
    expect(unpublishedYear(at('2026-01-01T00:00:00'), at('2027-01-01T00:00:00'))).toBeNull();
    expect(unpublishedYear(at('2026-12-31T23:00:00'), at('2027-01-02T00:00:00'))).toBe(2027);
    expect(unpublishedYear(at('2027-12-31T23:00:00'), at('2028-01-02T00:00:00'))).toBe(2027);
    expect(unpublishedYear(at('2028-03-01T00:00:00'), at('2029-03-02T00:00:00'))).toBe(2029);
  });

  it('counts working days between, in both directions', () => {
    expect(calendar.workingDaysBetween(at('2026-09-24T10:00:00'), at('2026-09-30T10:00:00'))).toBe(3);
    expect(calendar.workingDaysBetween(at('2026-09-30T10:00:00'), at('2026-09-24T10:00:00'))).toBe(-3);
  });

  it('agrees with itself: n working days later there are n working days between', () => {
    const property = fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (start, n) => {
      const from = calendar.addDays(at('2026-08-01T08:00:00'), start);
      const until = new Date(calendar.addWorkingDays(from, n).getTime() - 1);
      expect(calendar.workingDaysBetween(from, until)).toBe(n);
    });
    fc.assert(property);
  });
});
