import { DateTime, type DateTimeUnit } from 'luxon';

export interface NamedPeriod {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
}

const forms: readonly (readonly [form: RegExp, format: string, unit: DateTimeUnit])[] = [
  [/^\d{4}$/, 'yyyy', 'year'],
  [/^\d{4}-Q[1-4]$/, "yyyy-'Q'q", 'quarter'],
  [/^\d{4}-\d{2}$/, 'yyyy-MM', 'month'],
  [/^\d{4}-W\d{2}$/, "kkkk-'W'WW", 'week'],
  [/^\d{4}-\d{2}-\d{2}$/, 'yyyy-MM-dd', 'day'],
];

/** How a period may be written. */
export const periodForms = '2026, 2026-Q3, 2026-09, 2026-W38, 2026-09-14 or 2026-09-01/2026-09-14';

/**
 * A year, quarter, month, week (ISO 8601) or day of the zone, or the days from one to another, both included.
 * @throws Error that says how a period is written
 */
export function periodNamed(text: string, zone: string): NamedPeriod {
  const [first = '', last = first, ...rest] = text.split('/');
  const [start, end] = [spanOf(first, zone), spanOf(last, zone)];
  if (!start || !end || rest.length > 0 || end.to <= start.from) {
    throw new Error(`"${text}" is no period; write ${periodForms}.`);
  }
  return { from: start.from, to: end.to };
}

function spanOf(text: string, zone: string): NamedPeriod | null {
  const [, format, unit] = forms.find(([form]) => form.test(text)) ?? [];
  if (format === undefined || unit === undefined) return null;
  const start = DateTime.fromFormat(text, format, { zone });
  if (!start.isValid) return null;
  return { from: start.toJSDate(), to: start.plus({ [unit]: 1 }).toJSDate() };
}
