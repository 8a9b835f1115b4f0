import type { WorkingCalendar } from '@chengqi/office-kernel';
import { badInput } from '@chengqi/service-kit';

type Days = Pick<WorkingCalendar, 'dayAfter' | 'isWorkingDay' | 'workingDayAfter' | 'startOf'>;
type Shift = Pick<Days, 'dayAfter'>;

export type ReportingKind = 'WEEKLY' | 'MONTHLY' | 'QUARTERLY' | 'ANNUAL' | 'AD_HOC';

/** How often is reported, and until when. */
export interface DueRule {
  readonly kind: ReportingKind;
  /** Of the week, 1 being Monday, or of the last month of the period; where that is shorter, its last. Null when AD_HOC. */
  readonly dueDay: number | null;
  /** The day of the one report that is owed now; null unless AD_HOC. */
  readonly dueOn: string | null;
  /** Such as 17:00. */
  readonly dueTime: string;
}

/** Friday 17:00 (DOMAIN 7). */
export const weekly: DueRule = { kind: 'WEEKLY', dueDay: 5, dueOn: null, dueTime: '17:00' };

const hour = 3_600_000;
const monthsOf = { MONTHLY: 1, QUARTERLY: 3, ANNUAL: 12 } as const;

const wrongPeriod = {
  WEEKLY: { en: 'A period is an ISO week such as 2026-W38.', zh: '期次须为 ISO 周，如 2026-W38。' },
  MONTHLY: { en: 'A period is a month such as 2026-09.', zh: '期次须为月份，如 2026-09。' },
  QUARTERLY: { en: 'A period is a quarter such as 2026-Q3.', zh: '期次须为季度，如 2026-Q3。' },
  ANNUAL: { en: 'A period is a year such as 2026.', zh: '期次须为年份，如 2026。' },
  AD_HOC: { en: 'A period is the day it is due, such as 2026-09-18.', zh: '期次须为报送截止日，如 2026-09-18。' },
} as const;

/**
 * The first day of a period; of what is reported ad hoc the day it is due.
 * @throws DomainError BAD_USER_INPUT when the kind has no such period
 */
export function firstDayOf(kind: ReportingKind, period: string, days: Shift): string {
  const found = kind === 'WEEKLY' ? mondayOf(period, days) : firstOfMonths(kind, period);
  if (found) return found;
  throw badInput('period', wrongPeriod[kind]);
}

function mondayOf(period: string, { dayAfter }: Shift): string | null {
  const [, year, week] = /^(\d{4})-W(\d{2})$/.exec(period) ?? [];
  const firstThursdayWeek = `${year}-01-04`;
  const weekday = (new Date(`${firstThursdayWeek}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = year && dayAfter(firstThursdayWeek, (Number(week) - 1) * 7 - weekday);
  return !monday || week === '00' || dayAfter(monday, 3).slice(0, 4) !== year ? null : monday;
}

function firstOfMonths(kind: Exclude<ReportingKind, 'WEEKLY'>, period: string): string | null {
  if (kind === 'AD_HOC') return isDay(period) ? period : null;
  const pattern = { MONTHLY: /^\d{4}-(?:0[1-9]|1[0-2])$/, QUARTERLY: /^\d{4}-Q[1-4]$/, ANNUAL: /^\d{4}$/ }[kind];
  if (!pattern.test(period)) return null;
  if (kind === 'MONTHLY') return `${period}-01`;
  const month = kind === 'ANNUAL' ? 1 : Number(period.slice(6)) * 3 - 2;
  return `${period.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  new Date(`${text}T00:00:00Z`).getTime() >= 0 &&
  new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;

type Regular = Exclude<ReportingKind, 'AD_HOC'>;

/** The first day of the next period. */
export function firstDayAfter(kind: Regular, period: string, days: Shift): string {
  const first = firstDayOf(kind, period, days);
  if (kind === 'WEEKLY') return days.dayAfter(first, 7);
  const [year, month] = first.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month - 1 + monthsOf[kind], 1)).toISOString().slice(0, 10);
}

/** The period that the day lies in. */
export function periodOf(kind: Regular, day: string, { dayAfter }: Shift): string {
  if (kind === 'ANNUAL') return day.slice(0, 4);
  if (kind === 'MONTHLY') return day.slice(0, 7);
  if (kind === 'QUARTERLY') return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const thursday = dayAfter(day, 3 - weekday);
  const dayOfYear = (Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / (24 * hour);
  return `${thursday.slice(0, 4)}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`;
}

/** The day that the rule names, which need not be a working day. */
export function namedDayOf({ kind, dueDay }: DueRule, period: string, days: Shift): string {
  const first = firstDayOf(kind, period, days);
  if (kind === 'AD_HOC' || dueDay === null) return first;
  if (kind === 'WEEKLY') return days.dayAfter(first, dueDay - 1);
  const last = days.dayAfter(firstDayAfter(kind, period, days), -1);
  const day = Math.min(dueDay, Number(last.slice(8)));
  return `${last.slice(0, 8)}${String(day).padStart(2, '0')}`;
}

/**
 * Until when a period's report is owed: on the last working day before the named one when that is none, and where the
 * period has none before it, on the next.
 */
export function dueAtOf(rule: DueRule, period: string, calendar: Days): Date {
  const day = workingDayOf(rule, period, calendar);
  const [hours, minutes] = rule.dueTime.split(':').map(Number) as [number, number];
  return new Date(calendar.startOf(day).getTime() + (hours + minutes / 60) * hour);
}

function workingDayOf(rule: DueRule, period: string, calendar: Days): string {
  const named = namedDayOf(rule, period, calendar);
  if (calendar.isWorkingDay(named)) return named;
  const before = calendar.workingDayAfter(named, -1);
  if (rule.kind === 'AD_HOC' || before >= firstDayOf(rule.kind, period, calendar)) return before;
  return calendar.workingDayAfter(named, 1);
}

export const withGrace = (dueAt: Date, graceHours: number): Date => new Date(dueAt.getTime() + graceHours * hour);

const hoursBefore = 4;

/** When who has not reported is urged: four hours before, at the limit, after the grace (DOMAIN 6, saga 6). */
export const momentsOf = (dueAt: Date, graceHours: number): [Date, Date, Date] => [
  withGrace(dueAt, -hoursBefore),
  dueAt,
  withGrace(dueAt, graceHours),
];
