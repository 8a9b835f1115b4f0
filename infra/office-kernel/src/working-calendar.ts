import { DateTime } from 'luxon';
import type { CalendarDayType } from './replicas/replica.entity.ts';

export type WorkingCalendar = ReturnType<typeof createWorkingCalendar>;

const shift = (day: string, days: number): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate() ?? '';

/**
 * Counts days as the office does: the start day is day 0, and a limit of n days ends at 24:00 of day n, which is the
 * first instant of the following day. A day the calendar does not name works unless it is a Saturday or Sunday;
 * `hasYear` tells for which years (2026) it names days at all.
 */
export function createWorkingCalendar(
  zone: string,
  typeOf: (day: string) => CalendarDayType | undefined,
  hasYear: (year: string) => boolean = () => true,
) {
  const dayOf = (instant: Date): string => DateTime.fromJSDate(instant, { zone }).toISODate() ?? '';
  const startOf = (day: string): Date => DateTime.fromISO(day, { zone }).toJSDate();
  const endOf = (day: string): Date => startOf(shift(day, 1));

  function isWorkingDay(day: string): boolean {
    const type = typeOf(day);
    if (type !== undefined) return type === 'WORKDAY' || type === 'MAKEUP_WORKDAY';
    return DateTime.fromISO(day, { zone: 'utc' }).weekday <= 5;
  }

  /** The n-th working day after the day (before it, when n is negative). */
  function workingDayAfter(day: string, n: number): string {
    const step = Math.sign(n);
    let found = day;
    for (let left = Math.abs(n); left > 0; ) {
      found = shift(found, step);
      if (isWorkingDay(found)) left -= 1;
    }
    return found;
  }

  /** Working days after the day of `from`, up to and including the day of `to`; negative when `to` is earlier. */
  function workingDaysBetween(from: Date, to: Date): number {
    const [first, last] = [dayOf(from), dayOf(to)];
    // Subtracted, because the negative of no days is -0.
    if (last < first) return 0 - workingDaysBetween(to, from);
    let count = 0;
    for (let day = shift(first, 1); day <= last; day = shift(day, 1)) if (isWorkingDay(day)) count += 1;
    return count;
  }

  /** Calendar days from the day of `from` to the day of `to`. */
  const daysBetween = (from: Date, to: Date): number => (Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / 86_400_000;

  /** The instant before which a limit of n working days must have begun to have run out by `asOf`. */
  function ranOutBefore(asOf: Date, n: number): Date {
    let day = dayOf(asOf);
    // Limits end later the later they begin, so one instant parts those that ran out from those that did not.
    while (endOf(workingDayAfter(day, n)) >= asOf) day = shift(day, -1);
    return endOf(day);
  }

  /** The first year directory has not published, from the day of `from` up to the last day before `end`. */
  function unpublishedYear(from: Date, end: Date): number | null {
    const [first, last] = [dayOf(from), dayOf(new Date(end.getTime() - 1))].map((day) => Number(day.slice(0, 4)));
    for (let year = first ?? 0; year <= (last ?? 0); year += 1) if (!hasYear(String(year))) return year;
    return null;
  }

  return {
    zone,
    unpublishedYear,
    daysBetween,
    /** Business day of an instant. */
    dayOf,
    /** 00:00 of the day. */
    startOf,
    /** 24:00 of the day. */
    endOf,
    isWorkingDay,
    workingDayAfter,
    ranOutBefore,
    workingDaysBetween,
    dayAfter: shift,
    /** The last day of a limit that ends at this instant; 24:00 belongs to the day it closes. */
    lastDayOf: (end: Date): string => dayOf(new Date(end.getTime() - 1)),
    /** The day itself when it works, else the next one that does: statutory limits. */
    rollForward: (day: string): string => (isWorkingDay(day) ? day : workingDayAfter(day, 1)),
    /** End of the n-th calendar day after the day of `from`. */
    addDays: (from: Date, n: number): Date => endOf(shift(dayOf(from), n)),
    /** End of the n-th working day after the day of `from`. */
    addWorkingDays: (from: Date, n: number): Date => endOf(workingDayAfter(dayOf(from), n)),
  };
}
