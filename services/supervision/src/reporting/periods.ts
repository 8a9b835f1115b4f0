import type { WorkingCalendar } from '@chengqi/office-kernel';
import { badInput } from '@chengqi/service-kit';

type Days = Pick<WorkingCalendar, 'dayAfter' | 'isWorkingDay' | 'workingDayAfter' | 'endOf'>;

const hour = 3_600_000;
/** 17:00 is so many hours before the day ends. */
const hoursLeftAtFive = 7;

/**
 * The Monday of an ISO week.
 * @throws DomainError BAD_USER_INPUT when the year has no such week
 */
export function mondayOf(period: string, { dayAfter }: Pick<Days, 'dayAfter'>): string {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(period) ?? [];
  const firstThursdayWeek = `${year}-01-04`;
  const weekday = (new Date(`${firstThursdayWeek}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = year && dayAfter(firstThursdayWeek, (Number(week) - 1) * 7 - weekday);
  if (!monday || week === '00' || dayAfter(monday, 3).slice(0, 4) !== year) {
    throw badInput('period', { en: 'A period is an ISO week such as 2026-W38.', zh: '期次须为 ISO 周，如 2026-W38。' });
  }
  return monday;
}

/** Friday 17:00, on the last working day before it when Friday is none. */
export function dueAtOf(period: string, calendar: Days): Date {
  const friday = calendar.dayAfter(mondayOf(period, calendar), 4);
  const day = calendar.isWorkingDay(friday) ? friday : calendar.workingDayAfter(friday, -1);
  return new Date(calendar.endOf(day).getTime() - hoursLeftAtFive * hour);
}

export const withGrace = (dueAt: Date, graceHours: number): Date => new Date(dueAt.getTime() + graceHours * hour);
