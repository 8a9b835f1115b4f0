import type { StoredDeadline } from './deadline.entity.ts';

type Told = Pick<StoredDeadline, 'clock' | 'startAt' | 'dueAt' | 'warnAt' | 'warned' | 'breachToldFor'>;

/** What is to be told of a limit at a moment. */
export interface Telling {
  /** Thresholds reached and not warned of yet, oldest first. */
  readonly warnings: readonly string[];
  readonly breached: boolean;
}

const pending = ({ clock, startAt, warnAt, warned }: Told): string[] =>
  clock === 'RUNNING' ? warnAt.filter((at) => !warned.includes(at) && Date.parse(at) > startAt.getTime()) : [];

/** Work that was done too late has passed its end as well, even if nobody looked between. */
const mayBreach = ({ clock, dueAt, breachToldFor }: Told): boolean =>
  (clock === 'RUNNING' || clock === 'BREACHED') && breachToldFor?.getTime() !== dueAt.getTime();

/** 24:00 of the last day is in time; a clock that goes back takes nothing back, one that jumps skips nothing. */
export const tellingAt = (deadline: Told, now: Date): Telling => ({
  warnings: pending(deadline)
    .filter((at) => Date.parse(at) <= now.getTime())
    .toSorted(),
  breached: mayBreach(deadline) && deadline.dueAt.getTime() < now.getTime(),
});

/** What counts as told of a limit that was running already when its subject came here. */
export const toldBefore = (
  { warnAt, dueAt }: Pick<Told, 'warnAt' | 'dueAt'>,
  openedAt: Date | null,
): Pick<StoredDeadline, 'warned' | 'breachToldFor'> => ({
  warned: openedAt === null ? [] : warnAt.filter((at) => Date.parse(at) <= openedAt.getTime()),
  breachToldFor: openedAt !== null && dueAt <= openedAt ? dueAt : null,
});

/** When something is to be told next; null while there is nothing. */
export function nextTelling(deadline: Told): Date | null {
  const moments = pending(deadline).map((at) => Date.parse(at));
  // The end itself is in time, the next millisecond is not.
  if (mayBreach(deadline)) moments.push(deadline.dueAt.getTime() + 1);
  return moments.length === 0 ? null : new Date(Math.min(...moments));
}
