import type { CallOutcome } from '@chengqi/schemas/events/reception';
import type { Call, CallbackTask } from '../calls/call.ts';
import { isAnswered, isOwed } from '../calls/derive-calls.ts';

export type CountedCall = Pick<
  Call,
  'id' | 'callRef' | 'ringAt' | 'outcome' | 'waitSeconds' | 'shiftId' | 'watched' | 'callbackId'
>;
export type CountedTask = Pick<CallbackTask, 'id' | 'firstAttemptAt' | 'closedAt' | 'end'> & {
  /** As known at the moment of counting. */
  readonly dueAt: Date;
  readonly calls: number;
};

const windowMilliseconds = 24 * 3_600_000;
const answerSeconds = 15;

export const rate = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  value: denominator === 0 ? null : numerator / denominator,
});

const countBy = <T>(rows: readonly T[], holds: (row: T) => boolean): number => rows.filter(holds).length;

/** Answered of all that is not spam. */
export const connectionRate = (calls: readonly CountedCall[]) =>
  rate(
    countBy(calls, isAnswered),
    countBy(calls, ({ outcome }) => outcome !== 'SPAM'),
  );

export const isQuick = (call: Pick<Call, 'outcome' | 'waitSeconds'>): boolean =>
  isAnswered(call) && call.waitSeconds <= answerSeconds;

/** Whether a callback was closed after its limit, or is open past it. */
export const isOverdue = ({ closedAt, dueAt }: { closedAt: Date | null; dueAt: Date }, asOf: Date): boolean =>
  closedAt !== null && closedAt <= asOf ? closedAt > dueAt : dueAt < asOf;

/** Nobody had tried, nor been spoken to, by the end of the limit. */
const isFirstAttemptLate = ({ firstAttemptAt, closedAt, dueAt }: CountedTask, asOf: Date): boolean => {
  const first = firstAttemptAt ?? closedAt;
  return first !== null && first <= asOf ? first > dueAt : dueAt < asOf;
};

/** The worst rate of any 24 hours from a ring on that were over before the moment. */
export function lowestWindow(calls: readonly CountedCall[], asOf: Date): { from: Date; value: number } | null {
  const counted = calls
    .filter(({ outcome }) => outcome !== 'SPAM')
    .toSorted((a, b) => a.ringAt.getTime() - b.ringAt.getTime());
  let lowest: { from: Date; value: number } | null = null;
  let [end, answered] = [0, 0];
  for (const [start, { ringAt, ...first }] of counted.entries()) {
    const until = ringAt.getTime() + windowMilliseconds;
    if (until > asOf.getTime()) break;
    for (; end < counted.length && (counted[end]?.ringAt.getTime() ?? until) < until; end += 1)
      answered += isAnswered(counted[end] as CountedCall) ? 1 : 0;
    const value = answered / (end - start);
    if (lowest === null || value < lowest.value) lowest = { from: ringAt, value };
    answered -= isAnswered(first) ? 1 : 0;
  }
  return lowest;
}

const ends = (tasks: readonly CountedTask[], end: CallbackTask['end']): number =>
  countBy(tasks, (task) => task.end === end);

export function callbackFigures(tasks: readonly CountedTask[], asOf: Date) {
  const overdue = countBy(tasks, (task) => isOverdue(task, asOf));
  const open = ends(tasks, 'OPEN');
  return {
    total: tasks.length,
    mergedCalls: tasks.reduce((sum, { calls }) => sum + calls - 1, 0),
    open,
    reached: ends(tasks, 'REACHED'),
    unreachable: ends(tasks, 'UNREACHABLE'),
    closedInLimit: countBy(tasks, (task) => task.end !== 'OPEN' && !isOverdue(task, asOf)),
    overdue,
    firstAttemptLate: countBy(tasks, (task) => isFirstAttemptLate(task, asOf)),
  };
}

/** Everything that can be said of a duty room's calls and callbacks, as known at a moment. */
export function figuresOf(
  calls: readonly CountedCall[],
  tasks: readonly CountedTask[],
  asOf: Date,
  dayOf: (at: Date) => string,
) {
  const byOutcome = Map.groupBy(calls, ({ outcome }) => outcome);
  const byDay = Map.groupBy(calls, ({ ringAt }) => dayOf(ringAt));
  const overdue = tasks.filter((task) => isOverdue(task, asOf));
  const callsOf = (rows: readonly CountedTask[]) => rows.reduce((sum, { calls: count }) => sum + count, 0);
  return {
    inboundCalls: calls.length,
    byOutcome: [...byOutcome]
      .map(([outcome, rows]): { outcome: CallOutcome; count: number } => ({ outcome, count: rows.length }))
      .toSorted((a, b) => (a.outcome < b.outcome ? -1 : 1)),
    answered: countBy(calls, isAnswered),
    unansweredNotSpam: countBy(calls, isOwed),
    connectionRate: connectionRate(calls),
    answer15sRate: rate(countBy(calls, isQuick), countBy(calls, isAnswered)),
    connectionByDay: [...byDay]
      .map(([day, rows]) => ({ day, rate: connectionRate(rows) }))
      .toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    lowestConnection24h: lowestWindow(calls, asOf),
    callbacks: callbackFigures(tasks, asOf),
    lostCalls: callsOf(overdue),
    lostNeverClosed: callsOf(overdue.filter(({ end }) => end === 'OPEN')),
    unshifted: calls
      .filter(({ shiftId, watched }) => shiftId === null && watched !== false)
      .map(({ callRef }) => callRef),
  };
}
