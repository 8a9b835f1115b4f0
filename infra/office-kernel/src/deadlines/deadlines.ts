import { groupBy, type Ids, type Timer, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In, LessThanOrEqual } from 'typeorm';
import { DeadlineEntity, type StoredDeadline } from './deadline.entity.ts';
import type { Deadline } from './deadline.ts';
import { nextTelling, type Telling, tellingAt } from './telling.ts';

/** Publishes what is to be told of a limit, in the transaction that notes that it was told. */
export type Announce = (tx: Transaction, deadline: StoredDeadline, telling: Telling) => Promise<void>;

const everySeconds = 15;
const atOnce = 500;

/**
 * The limits of what a service owns (DOMAIN 3.5). A service works out the limits of a subject from what it knows of it
 * and keeps them with each act; the table remembers what was told, so that every threshold is warned of once and every
 * end announced once, whatever is restarted, repeated or published again.
 */
export function createDeadlines(ids: Ids) {
  return {
    /** Stores the limits that a subject has now; those that ran and that it has no longer are cancelled. */
    async keep(tx: Transaction, subjectId: string, wanted: readonly Deadline[]): Promise<void> {
      const stored = await tx.manager.getRepository(DeadlineEntity).findBy({ subjectId });
      const known = new Map(stored.map((row) => [row.rule, row]));
      for (const deadline of wanted) await store(tx, subjectId, known.get(deadline.rule.rule) ?? null, deadline);
      const rules = new Set(wanted.map(({ rule }) => rule.rule));
      for (const row of stored) {
        if (!rules.has(row.rule) && (row.clock === 'RUNNING' || row.clock === 'PAUSED'))
          await tx.update(DeadlineEntity, row, { clock: 'CANCELLED', nextAt: null });
      }
    },

    /** The ends as they were first set, by rule; a subject that keeps none has none. */
    async originalEnds(manager: EntityManager, subjectIds: readonly string[]): Promise<Map<string, Map<string, Date>>> {
      const stored = await manager.getRepository(DeadlineEntity).findBy({ subjectId: In([...subjectIds]) });
      const ofSubject = groupBy(stored, ({ subjectId }) => subjectId);
      return new Map(
        subjectIds.map((id) => [
          id,
          new Map((ofSubject.get(id) ?? []).map(({ rule, originalDueAt }) => [rule, originalDueAt])),
        ]),
      );
    },

    /** Tells of thresholds and ends as they come; a service has one. */
    timer: (announce: Announce): Timer => ({
      name: 'deadlines',
      everySeconds,
      async run(tx) {
        const due = await tx.manager
          .getRepository(DeadlineEntity)
          .find({ where: { nextAt: LessThanOrEqual(tx.now) }, order: { nextAt: 'ASC', id: 'ASC' }, take: atOnce });
        for (const deadline of due) await tell(tx, deadline, announce);
      },
    }),
  };

  async function store(
    tx: Transaction,
    subjectId: string,
    known: StoredDeadline | null,
    { rule, startAt, dueAt, originalDueAt, clock, warnAt }: Deadline,
  ): Promise<void> {
    const found = { startAt, dueAt, clock, warnAt: warnAt.map((at) => at.toISOString()) };
    if (known === null) {
      const fresh = { ...found, originalDueAt, warned: [], breachToldFor: null };
      const row = { ...fresh, id: ids.next('ddl'), version: 1, subjectId, rule: rule.rule };
      await tx.insert(DeadlineEntity, { ...row, nextAt: nextTelling(row), createdAt: tx.now, updatedAt: tx.now });
    } else if (isOther(known, found)) {
      await tx.update(DeadlineEntity, known, { ...found, nextAt: nextTelling({ ...known, ...found }) });
    }
  }
}

/** Two who tell at once meet on the row's version, and the second finds nothing left to tell. */
async function tell(tx: Transaction, deadline: StoredDeadline, announce: Announce): Promise<void> {
  const telling = tellingAt(deadline, tx.now);
  const told = {
    warned: [...deadline.warned, ...telling.warnings],
    ...(telling.breached && { breachToldFor: deadline.dueAt, clock: 'BREACHED' as const }),
  };
  await tx.update(DeadlineEntity, deadline, { ...told, nextAt: nextTelling({ ...deadline, ...told }) });
  await announce(tx, deadline, telling);
}

type Facts = Pick<StoredDeadline, 'startAt' | 'dueAt' | 'clock' | 'warnAt'>;

const isOther = (known: Facts, found: Facts): boolean =>
  known.startAt.getTime() !== found.startAt.getTime() ||
  known.dueAt.getTime() !== found.dueAt.getTime() ||
  known.clock !== found.clock ||
  known.warnAt.join() !== found.warnAt.join();
