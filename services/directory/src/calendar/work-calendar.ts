import type { dayTypes } from '@chengqi/schemas/events/directory';

export type DayType = (typeof dayTypes)[number];
export type CalendarBasis = 'PUBLISHED' | 'ASSUMED' | 'OVERRIDDEN';

export interface DayFacts {
  readonly day: string;
  readonly type: DayType;
  readonly holidayName: string | null;
}

export interface PlannedDay extends DayFacts {
  readonly basis: CalendarBasis;
}

export interface WorkCalendar {
  readonly id: string;
  readonly region: string;
  readonly year: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface CalendarDay extends PlannedDay {
  readonly calendarId: string;
}

export const usualRegion = 'CN';
/** Set up with the database; later years when somebody sets their first day. */
export const seededYears = [2025, 2026, 2027];
