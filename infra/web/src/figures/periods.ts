/** A day of the office, `2026-09-14`; days compare as texts. */
export type Day = string;

/** Both days included. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

/** Periods that move with the day on which they are asked. */
export const movingPeriods = ['this-month', 'last-month', 'this-year', 'last-12-months'] as const;
export type MovingPeriod = (typeof movingPeriods)[number];

/** Where the office's days begin and end; it has kept one offset since 1991. */
export const officeZone = 'Asia/Shanghai';
const offset = '+08:00';
const milliseconds = 86_400_000;

const days = new Intl.DateTimeFormat('en-CA', { timeZone: officeZone, dateStyle: 'short' });

/** The day of the office at an instant. */
export const dayOf = (instant: Date): Day => days.format(instant);

/** When a day of the office begins. */
export const startOf = (day: Day): string => `${day}T00:00:00${offset}`;

/** An instant as the office's clock shows it, `2026-09-14T08:30`. */
export const instantOf = (clock: string): string => `${clock}:00${offset}`;

/** The same day so many days later, or earlier. */
export const addDays = (day: Day, count: number): Day =>
  new Date(Date.parse(`${day}T00:00Z`) + count * milliseconds).toISOString().slice(0, 10);

/** How many days a span has. */
export const lengthOf = ({ from, to }: Span): number =>
  Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${from}T00:00Z`)) / milliseconds) + 1;

/** Whether a text is a day that the calendar has. */
export const isDay = (text: string): boolean =>
  /^(19|20)\d\d-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00Z`)) &&
  new Date(`${text}T00:00Z`).toISOString().startsWith(text);

function firstOfMonth(day: Day, months: number): Day {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The days of a period as seen on a day; a running month or year is shown to its end. */
export function spanOf(period: MovingPeriod | Span, today: Day): Span {
  if (typeof period !== 'string') return period;
  const endOfMonth = addDays(firstOfMonth(today, 1), -1);
  switch (period) {
    case 'this-month':
      return { from: firstOfMonth(today, 0), to: endOfMonth };
    case 'last-month':
      return { from: firstOfMonth(today, -1), to: addDays(firstOfMonth(today, 0), -1) };
    case 'this-year':
      return { from: `${today.slice(0, 4)}-01-01`, to: `${today.slice(0, 4)}-12-31` };
    case 'last-12-months':
      return { from: firstOfMonth(today, -11), to: endOfMonth };
  }
}

/** A period of an answer, as the graph names and cuts it. */
export interface Period {
  readonly label: string;
  readonly from: string;
  /** Not included. */
  readonly to: string;
}

/** All periods of a span, those too that an answer leaves out because nothing happened in them. */
export function periodsOf(span: Span, grain: 'DAY' | 'WEEK' | 'MONTH'): Period[] {
  const end = addDays(span.to, 1);
  const starts: Day[] = [];
  for (let day = span.from; day < end; day = nextPeriod(day, grain)) starts.push(day);
  return starts.map((day, n) => ({
    label: periodLabel(day, grain),
    from: startOf(day),
    to: startOf(starts[n + 1] ?? end),
  }));
}

/** Monday is 1. */
const weekday = (day: Day): number => new Date(`${day}T00:00Z`).getUTCDay() || 7;

function nextPeriod(day: Day, grain: 'DAY' | 'WEEK' | 'MONTH'): Day {
  if (grain === 'MONTH') return firstOfMonth(day, 1);
  return addDays(day, grain === 'DAY' ? 1 : 8 - weekday(day));
}

function periodLabel(day: Day, grain: 'DAY' | 'WEEK' | 'MONTH'): string {
  if (grain !== 'WEEK') return grain === 'DAY' ? day : day.slice(0, 7);
  // ISO 8601: a week belongs to the year of its Thursday.
  const thursday = addDays(day, 4 - weekday(day));
  const year = thursday.slice(0, 4);
  const week = Math.floor((lengthOf({ from: `${year}-01-01`, to: thursday }) - 1) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
