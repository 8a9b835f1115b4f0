import type { WorkingCalendar } from '../working-calendar.ts';

export type DeadlineUnit = 'CALENDAR_DAY' | 'WORKING_DAY' | 'HOUR' | 'MINUTE';
export type DeadlineBasis = 'STATUTE' | 'LOCAL_RULE' | 'POLICY' | 'AGREED';
export type DeadlineClock = 'RUNNING' | 'PAUSED' | 'MET' | 'BREACHED' | 'CANCELLED';

/** How a limit is counted and what it rests on. */
export interface DeadlineRule {
  readonly rule: string;
  readonly amount: number;
  readonly unit: DeadlineUnit;
  readonly basis: DeadlineBasis;
  readonly basisText: string;
  /** A calendar limit that ends on a non-working day moves to the next working day; statutes say so, policies do not. */
  readonly rollForward: boolean;
  /** Warnings this much before the end, counted in the unit given. */
  readonly warnBefore: readonly { readonly amount: number; readonly unit: DeadlineUnit }[];
}

export interface Deadline {
  readonly rule: DeadlineRule;
  readonly startAt: Date;
  readonly dueAt: Date;
  /** Never changes, whatever is extended or paused. */
  readonly originalDueAt: Date;
  /** The end before it moved over non-working days: extensions are added to this one. */
  readonly unrolledDueAt: Date;
  readonly warnAt: readonly Date[];
  readonly clock: DeadlineClock;
  readonly pausedAt: Date | null;
  readonly extensions: number;
  /**
   * Counted over days of a year whose calendar is not published: weekends alone rest there. It is counted again when the
   * calendar comes.
   */
  readonly provisional: boolean;
}

const milliseconds = { HOUR: 3_600_000, MINUTE: 60_000 } as const;

function add(calendar: WorkingCalendar, end: Date, amount: number, unit: DeadlineUnit): Date {
  if (unit === 'HOUR' || unit === 'MINUTE') return new Date(end.getTime() + amount * milliseconds[unit]);
  const last = calendar.lastDayOf(end);
  return calendar.endOf(
    unit === 'WORKING_DAY' ? calendar.workingDayAfter(last, amount) : calendar.dayAfter(last, amount),
  );
}

/** The same deadline with a new end: rolled over non-working days where its rule says so, warnings placed anew. */
function ending(deadline: Deadline, unrolledDueAt: Date, calendar: WorkingCalendar): Deadline {
  const { rollForward, unit, warnBefore } = deadline.rule;
  const rolls = rollForward && unit === 'CALENDAR_DAY';
  const dueAt = rolls ? calendar.endOf(calendar.rollForward(calendar.lastDayOf(unrolledDueAt))) : unrolledDueAt;
  const warnAt = warnBefore
    .map((threshold) => add(calendar, dueAt, -threshold.amount, threshold.unit))
    .sort((a, b) => a.getTime() - b.getTime());
  const asksCalendar = rolls || unit === 'WORKING_DAY';
  const provisional = asksCalendar && calendar.unpublishedYear(deadline.startAt, dueAt) !== null;
  return { ...deadline, unrolledDueAt, dueAt, warnAt, provisional };
}

/** Starts the limit: day units end at 24:00 of day n, hours and minutes count from the instant itself. */
export function startDeadline(rule: DeadlineRule, startAt: Date, calendar: WorkingCalendar): Deadline {
  const inDays = rule.unit === 'CALENDAR_DAY' || rule.unit === 'WORKING_DAY';
  const from = inDays ? calendar.endOf(calendar.dayOf(startAt)) : startAt;
  const end = add(calendar, from, rule.amount, rule.unit);
  const blank: Deadline = {
    rule,
    startAt,
    dueAt: end,
    originalDueAt: end,
    unrolledDueAt: end,
    warnAt: [],
    clock: 'RUNNING',
    pausedAt: null,
    extensions: 0,
    provisional: false,
  };
  const started = ending(blank, end, calendar);
  return { ...started, originalDueAt: started.dueAt };
}

/** A limit whose end somebody laid down; it is warned of like any other. `originalDueAt` is what was laid down first. */
export function statedDeadline(
  rule: DeadlineRule,
  { startAt, dueAt, originalDueAt }: Pick<Deadline, 'startAt' | 'dueAt' | 'originalDueAt'>,
  calendar: WorkingCalendar,
): Deadline {
  return { ...ending({ ...startDeadline(rule, startAt, calendar), originalDueAt }, dueAt, calendar), originalDueAt };
}

/** The calendar days of a limit whose end somebody laid down, day 0 left out. */
export const daysLaidDown = (calendar: WorkingCalendar, from: Date, end: Date): number =>
  Math.max(0, calendar.daysBetween(from, calendar.startOf(calendar.lastDayOf(end))));

/** Adds to the end before it rolls; `originalDueAt` stays. A limit that has stopped cannot be extended. */
export function extendDeadline(deadline: Deadline, amount: number, calendar: WorkingCalendar): Deadline {
  assertClock(deadline, 'RUNNING', 'PAUSED');
  const unrolled = add(calendar, deadline.unrolledDueAt, amount, deadline.rule.unit);
  return ending({ ...deadline, extensions: deadline.extensions + 1 }, unrolled, calendar);
}

export function pauseDeadline(deadline: Deadline, at: Date): Deadline {
  assertClock(deadline, 'RUNNING');
  return { ...deadline, clock: 'PAUSED', pausedAt: at };
}

/** What remained at the pause remains: whole days for limits in days, the exact time for hours and minutes. */
export function resumeDeadline(deadline: Deadline, at: Date, calendar: WorkingCalendar): Deadline {
  assertClock(deadline, 'PAUSED');
  const from = deadline.pausedAt ?? at;
  const { unit } = deadline.rule;
  const running: Deadline = { ...deadline, clock: 'RUNNING', pausedAt: null };
  const unrolled =
    unit === 'WORKING_DAY'
      ? add(calendar, deadline.unrolledDueAt, calendar.workingDaysBetween(from, at), unit)
      : unit === 'CALENDAR_DAY'
        ? add(calendar, deadline.unrolledDueAt, calendar.daysBetween(from, at), unit)
        : new Date(deadline.unrolledDueAt.getTime() + at.getTime() - from.getTime());
  return ending(running, unrolled, calendar);
}

/** Stops the clock because the work was done; late work leaves it BREACHED. */
export function meetDeadline(deadline: Deadline, at: Date): Deadline {
  assertClock(deadline, 'RUNNING', 'PAUSED');
  return { ...deadline, clock: isOverdue(deadline, at) ? 'BREACHED' : 'MET', pausedAt: null };
}

export function cancelDeadline(deadline: Deadline): Deadline {
  assertClock(deadline, 'RUNNING', 'PAUSED');
  return { ...deadline, clock: 'CANCELLED', pausedAt: null };
}

/** What happened to that which a limit asks. */
export interface Ending {
  /** When it was done. */
  readonly met: Date | null | undefined;
  /** Nothing is asked any more, or a right lapsed unused. */
  readonly over?: boolean;
  /** Since when it waits; late work does not pause. */
  readonly paused?: Date | null;
}

/** A running limit as it stands at `now`. */
export function judgeDeadline(limit: Deadline, { met, over = false, paused = null }: Ending, now: Date): Deadline {
  if (met != null) return meetDeadline(limit, met);
  if (over) return cancelDeadline(limit);
  if (paused !== null && !isOverdue(limit, paused)) return pauseDeadline(limit, paused);
  return isOverdue(limit, now) ? { ...limit, clock: 'BREACHED' } : limit;
}

/** Past the end; 24:00 itself is still in time, and a paused limit does not run out. */
export const isOverdue = (deadline: Deadline, at: Date): boolean =>
  deadline.clock === 'RUNNING' && at.getTime() > deadline.dueAt.getTime();

/** Thresholds reached at `now` and not warned of yet: each is answered until it is among `warned`, so it warns once. */
export function dueWarnings(deadline: Deadline, now: Date, warned: readonly Date[]): Date[] {
  if (deadline.clock !== 'RUNNING') return [];
  const done = new Set(warned.map((at) => at.getTime()));
  return deadline.warnAt.filter((at) => at.getTime() <= now.getTime() && !done.has(at.getTime()));
}

function assertClock(deadline: Deadline, ...expected: readonly DeadlineClock[]): void {
  if (!expected.includes(deadline.clock)) throw new Error(`the clock of ${deadline.rule.rule} is ${deadline.clock}`);
}
