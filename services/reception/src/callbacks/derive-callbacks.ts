import type { CallbackEnd } from '@chengqi/schemas/events/reception';
import type { AttemptResult, Call, CallLeg, CallNote, NotedAttempt } from '../calls/call.ts';
import { isAnswered, isOwed } from '../calls/derive-calls.ts';

type OwnCall = Pick<Call, 'callRef' | 'ringAt' | 'answeredAt' | 'endedAt' | 'outcome' | 'urgent'>;
type OutboundLeg = Pick<CallLeg, 'ringAt' | 'answerAt' | 'cause'>;

/** An attempt to call back; the exchange's own records name nobody. */
export interface Attempt {
  readonly at: Date;
  readonly byId: string | null;
  readonly result: AttemptResult;
}

/** Everything known of one caller. A call without number is a caller of its own. */
export interface CallerFacts {
  /** By ring. */
  readonly calls: readonly OwnCall[];
  readonly outbound: readonly OutboundLeg[];
  readonly noted: readonly Pick<NotedAttempt, 'at' | 'byId' | 'result'>[];
  /** When officers gave up, as the rule allowed, by a call of the task. */
  readonly givenUp: readonly { readonly callRef: string; readonly at: Date }[];
}

/** What follows from them: one callback that is or was owed. */
export interface CallbackFacts {
  /** By ring; never empty. */
  readonly callRefs: readonly string[];
  readonly ringAt: Date;
  readonly openedAt: Date;
  readonly dueAt: Date;
  readonly attempts: readonly Attempt[];
  readonly firstAttemptAt: Date | null;
  readonly closedAt: Date | null;
  readonly end: CallbackEnd;
}

type HalfDayOf = (at: Date) => string;

const minute = 60_000;
const mergeWithin = 10 * minute;
const limit = 30 * minute;
const shortLimit = 5 * minute;
const sameAttempt = 5 * minute;
const attemptsNeeded = 3;
const halfDaysNeeded = 2;

/** The callbacks owed to one caller: every unanswered call that is not spam is in exactly one. */
export function deriveCallbacks(facts: CallerFacts, halfDayOf: HalfDayOf): CallbackFacts[] {
  const attempts = attemptsOf(facts);
  const closing = closings(facts, attempts, halfDayOf);
  return grouped(facts.calls.filter(isOwed), closing).map((group) => {
    const { ringAt } = group[0];
    const closed = closing(group, null);
    const own = attempts.filter(({ at }) => at >= ringAt && (closed === null || at <= closed.at));
    return {
      callRefs: group.map(({ callRef }) => callRef),
      ringAt,
      ...limitsOf(group),
      attempts: own,
      firstAttemptAt: own[0]?.at ?? null,
      closedAt: closed?.at ?? null,
      end: closed?.end ?? 'OPEN',
    };
  });
}

type Group<T> = [T, ...T[]];
type Closing = (group: Group<OwnCall>, until: Date | null) => { readonly at: Date; readonly end: CallbackEnd } | null;

/** A call joins when it rings soon enough after the one before and nothing closed the task in between. */
function grouped(owed: readonly OwnCall[], closing: Closing): Group<OwnCall>[] {
  const groups: Group<OwnCall>[] = [];
  for (const call of owed) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const soon = before !== undefined && call.ringAt.getTime() - before.ringAt.getTime() <= mergeWithin;
    if (group && soon && !closing(group, call.ringAt)) group.push(call);
    else groups.push([call]);
  }
  return groups;
}

/** What first ends a task, up to `until`; one conversation ends all that is owed. */
function closings(
  { calls, outbound, noted, givenUp }: CallerFacts,
  attempts: readonly Attempt[],
  halfDayOf: HalfDayOf,
): Closing {
  const spoken = [
    ...calls.filter(isAnswered).flatMap(({ answeredAt }) => answeredAt ?? []),
    ...outbound.flatMap(({ answerAt }) => answerAt ?? []),
    ...noted.filter(({ result }) => result === 'REACHED').map(({ at }) => at),
  ];
  const recorded = attempts.filter(({ byId }) => byId === null);
  return (group, until) => {
    const within = (at: Date) => at >= group[0].ringAt && (until === null || at <= until);
    const refs = new Set(group.map(({ callRef }) => callRef));
    const gaveUp = givenUp.filter(({ callRef, at }) => refs.has(callRef) && within(at)).map(({ at }) => at);
    const reachedAt = earliest(spoken.filter(within));
    const enough = enoughAt(
      recorded.filter(({ at }) => within(at)),
      halfDayOf,
    );
    const failedAt = earliest(enough ? [...gaveUp, enough] : gaveUp);
    if (failedAt && (!reachedAt || failedAt < reachedAt)) return { at: failedAt, end: 'UNREACHABLE' };
    return reachedAt && { at: reachedAt, end: 'REACHED' };
  };
}

/** The limit runs from the end of the first call; each further call may only move it earlier. */
export function limitsOf(group: readonly Pick<OwnCall, 'endedAt' | 'urgent'>[]): { openedAt: Date; dueAt: Date } {
  const [first, ...others] = group;
  if (!first) throw new Error('a callback has at least one call');
  const own = first.endedAt.getTime() + (first.urgent ? shortLimit : limit);
  const repeated = others.map(({ endedAt }) => endedAt.getTime() + shortLimit);
  return { openedAt: first.endedAt, dueAt: new Date(Math.min(own, ...repeated)) };
}

/** What the exchange recorded and what officers noted, by time; a note beside a record is the same attempt. */
function attemptsOf({ outbound, noted }: Pick<CallerFacts, 'outbound' | 'noted'>): Attempt[] {
  const recorded: Attempt[] = outbound.map(({ ringAt, answerAt, cause }) => ({
    at: ringAt,
    byId: null,
    result: answerAt ? 'REACHED' : cause === 'USER_BUSY' ? 'BUSY' : 'NO_ANSWER',
  }));
  const free = new Set(recorded);
  const added = noted.toSorted(byTime).filter(({ at, result }) => {
    const beside = [...free].find(
      (record) =>
        (record.result === 'REACHED') === (result === 'REACHED') &&
        Math.abs(at.getTime() - record.at.getTime()) <= sameAttempt,
    );
    return !(beside && free.delete(beside));
  });
  return [...recorded, ...added].toSorted(byTime);
}

/** when it had been tried often enough: the third vain attempt, once two half-days have seen one. */
export function enoughAt(attempts: readonly Attempt[], halfDayOf: HalfDayOf): Date | null {
  const vain = attempts.filter(({ result }) => result !== 'REACHED');
  const halfDays = new Set<string>();
  for (const [index, { at }] of vain.entries()) {
    halfDays.add(halfDayOf(at));
    if (index + 1 >= attemptsNeeded && halfDays.size >= halfDaysNeeded) return at;
  }
  return null;
}

const byTime = (a: { readonly at: Date }, b: { readonly at: Date }): number => a.at.getTime() - b.at.getTime();

const earliest = (instants: readonly Date[]): Date | null =>
  instants.length === 0 ? null : new Date(Math.min(...instants.map((at) => at.getTime())));

/** The limit as it was known at a moment: later calls and later urgent notes had not moved it yet. */
export const dueAsOf = (
  calls: readonly Pick<OwnCall, 'ringAt' | 'endedAt'>[],
  notes: readonly Pick<CallNote, 'notedAt' | 'urgent'>[],
  asOf: Date,
): Date => {
  const [first, ...others] = calls;
  if (!first) throw new Error('a callback has at least one call');
  const urgent = notes.some((note) => note.urgent && note.notedAt <= asOf);
  const known = others.filter(({ endedAt }) => endedAt <= asOf).map(({ endedAt }) => ({ endedAt, urgent: false }));
  return limitsOf([{ endedAt: first.endedAt, urgent }, ...known]).dueAt;
};
