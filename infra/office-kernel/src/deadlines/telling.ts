import type { EventContract } from '@chengqi/schemas';
import type { Transaction } from '@chengqi/service-kit';
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

/** Publishes what is to be told of a limit, in the transaction that notes that it was told. */
export type Announce = (tx: Transaction, deadline: StoredDeadline, telling: Telling) => Promise<void>;

/** Tells by the two events of a service, which bear the owner and the level of the subject: every threshold once, every end once. */
export const announceBy =
  <Limit>(
    events: {
      readonly warned: EventContract<Limit & { thresholdAt: string }>;
      readonly breached: EventContract<Limit>;
    },
    limitOf: (deadline: StoredDeadline, tx: Transaction) => NoInfer<Limit> | Promise<NoInfer<Limit>>,
  ): Announce =>
  async (tx, deadline, { warnings, breached }) => {
    const { subjectId: id, ownerOrgId, secrecyLevel } = deadline;
    const origin = { id, ownerOrgId, secrecyLevel };
    const limit = await limitOf(deadline, tx);
    await tx.append(warnings.map((thresholdAt) => events.warned.create(origin, { ...limit, thresholdAt })));
    if (breached) await tx.append(events.breached.create(origin, limit));
  };
