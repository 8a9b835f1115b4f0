import type { SecrecyLevel } from '@chengqi/schemas';
import { calendarPublished } from '@chengqi/schemas/events/directory';
import { type Database, groupBy, type Ids, on, type Timer, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In, LessThanOrEqual, type SelectQueryBuilder } from 'typeorm';
import type { Visibility } from '../visibility.ts';
import { DeadlineEntity, type StoredDeadline } from './deadline.entity.ts';
import type { Deadline, DeadlineClock } from './deadline.ts';
import { type Announce, nextTelling, tellingAt, toldBefore } from './telling.ts';

/** Whose limits they are; who may read it may read them. */
export interface DeadlineSubject {
  readonly id: string;
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  /** When it entered as an opening balance: what came to pass before is kept as told. */
  readonly openedAt?: Date | null;
}

/** A limit of the subject, or of a part of it that is named by its id. */
export type PartDeadline = Deadline & { readonly part?: string };

/** A subject and the limits that it has now. */
interface Kept {
  readonly subject: DeadlineSubject;
  readonly wanted: readonly PartDeadline[];
}

export interface DeadlineConditions {
  readonly due?: { readonly gte?: Date | null | undefined; readonly lt?: Date | null | undefined } | null | undefined;
  readonly clocks?: readonly DeadlineClock[] | null | undefined;
  readonly rules?: readonly string[] | null | undefined;
  /** A condition over `d`. */
  readonly owner?: Visibility | null | undefined;
}

const everySeconds = 15;
const atOnce = 500;
const subjectsAtOnce = 100;

/**
 * The limits of what a service owns (DOMAIN 3.5). A service works out the limits of a subject from what it knows of it
 * and keeps them with each act; the table remembers what was told, so that every threshold is warned of once and every
 * end announced once, whatever is restarted, repeated or published again.
 */
export function createDeadlines(ids: Ids, db: Pick<Database, 'afterCommit'>) {
  return {
    keepAll,

    /** Stores the limits that a subject has now; those that ran and that it has no longer are cancelled. */
    keep: (tx: Transaction, subject: DeadlineSubject, wanted: readonly PartDeadline[]): Promise<void> =>
      keepAll(tx, [{ subject, wanted }]),

    /** Of many subjects, each one's by their ends; one statement. */
    async ofSubjects(manager: EntityManager, subjectIds: readonly string[]): Promise<Map<string, StoredDeadline[]>> {
      const order = { dueAt: 'ASC', id: 'ASC' } as const;
      const found = await manager
        .getRepository<StoredDeadline>(DeadlineEntity)
        .find({ where: { subjectId: In([...subjectIds]) }, order });
      return groupBy(found, ({ subjectId }) => subjectId);
    },

    /** All limits that meet the conditions, for a page of them. */
    where(manager: EntityManager, { due, clocks, rules, owner }: DeadlineConditions) {
      const query = manager.getRepository<StoredDeadline>(DeadlineEntity).createQueryBuilder('d');
      if (due?.gte) query.andWhere('d.dueAt >= :dueGte', { dueGte: due.gte });
      if (due?.lt) query.andWhere('d.dueAt < :dueLt', { dueLt: due.lt });
      if (clocks) query.andWhere(clocks.length > 0 ? 'd.clock IN (:...clocks)' : '1 = 0', { clocks });
      if (rules) query.andWhere(rules.length > 0 ? 'd.rule IN (:...rules)' : '1 = 0', { rules });
      if (owner) query.andWhere(owner.sql, owner.params);
      return query;
    },

    /**
     * What to do when working days are published: all limits that run are marked with one statement, and a timer lets
     * `keepAgain` count their subjects again, some at a time.
     */
    recounting: (keepAgain: (tx: Transaction, subjectIds: readonly string[]) => Promise<void>) => ({
      consumers: [on(calendarPublished, (_, tx) => markForRecount(tx), { imported: true })],
      timers: [
        {
          name: 'recount-deadlines',
          everySeconds,
          async run(tx) {
            const subjectIds = await markedSubjects(tx);
            if (subjectIds.length === 0) return;
            await keepAgain(tx, subjectIds);
            await tx.manager
              .getRepository(DeadlineEntity)
              .update({ subjectId: In(subjectIds), recount: true }, { recount: false });
          },
        },
      ] satisfies Timer[],
    }),

    /** Subjects (`of`, a service may have several) that were there before their limits were kept get them once, after the start, some at a time. */
    keepingOlder<T extends { readonly id: string }>(
      of: string,
      query: (manager: EntityManager) => SelectQueryBuilder<T>,
      keep: (tx: Transaction, older: readonly T[]) => Promise<void>,
    ): Timer {
      let next: string | null = '';
      return {
        name: `older-${of}`,
        everySeconds: 20,
        async run(tx) {
          if (next === null) return;
          const unkept = query(tx.manager);
          const older = await unkept
            .andWhere(`${unkept.alias}.id > :afterId`, { afterId: next })
            .andWhere(`NOT EXISTS (SELECT 1 FROM deadlines kept WHERE kept.subject_id = ${unkept.alias}.id)`)
            .orderBy(`${unkept.alias}.id`)
            .take(subjectsAtOnce)
            .getMany();
          await keep(tx, older);
          db.afterCommit(() => {
            next = older.at(-1)?.id ?? null;
          });
        },
      };
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

    /** Tells of thresholds and ends as they come; a service has one. A right whose rule is `lapsing` is over at its end, and not late. */
    timer: (announce: Announce, lapsing: ReadonlySet<string> = new Set()): Timer => ({
      name: 'deadlines',
      everySeconds,
      async run(tx) {
        const due = await tx.manager
          .getRepository(DeadlineEntity)
          .find({ where: { nextAt: LessThanOrEqual(tx.now) }, order: { nextAt: 'ASC', id: 'ASC' }, take: atOnce });
        for (const deadline of due) await tell(tx, deadline, announce, lapsing);
      },
    }),
  };

  /** The same of many subjects: new limits of all of them are stored together. */
  async function keepAll(tx: Transaction, kept: readonly Kept[]): Promise<void> {
    if (kept.length === 0) return;
    const stored = await tx.manager
      .getRepository<StoredDeadline>(DeadlineEntity)
      .findBy({ subjectId: In(kept.map(({ subject }) => subject.id)) });
    const ofSubject = groupBy(stored, ({ subjectId }) => subjectId);
    const fresh: StoredDeadline[] = [];
    for (const { subject, wanted } of kept) {
      const known = new Map((ofSubject.get(subject.id) ?? []).map((row) => [`${row.rule} ${row.part}`, row]));
      for (const deadline of wanted) {
        const key = `${deadline.rule.rule} ${deadline.part ?? ''}`;
        const row = known.get(key);
        known.delete(key);
        if (row === undefined) fresh.push(begun(tx, subject, deadline));
        else await renew(tx, subject, row, deadline);
      }
      for (const row of known.values()) {
        if (row.clock === 'RUNNING' || row.clock === 'PAUSED')
          await tx.update(DeadlineEntity, row, { clock: 'CANCELLED', nextAt: null, recount: false });
      }
    }
    await tx.insertAll(DeadlineEntity, fresh);
  }

  function begun(tx: Transaction, subject: DeadlineSubject, deadline: PartDeadline): StoredDeadline {
    const { part = '', originalDueAt } = deadline;
    const found = columnsOf(subject, deadline);
    const named = { id: ids.next('ddl'), version: 1, subjectId: subject.id, rule: deadline.rule.rule, part };
    const row = { ...found, ...named, originalDueAt, ...toldBefore(found, subject.openedAt ?? null) };
    return { ...row, nextAt: nextTelling(row), createdAt: tx.now, updatedAt: tx.now };
  }
}

async function renew(
  tx: Transaction,
  subject: DeadlineSubject,
  known: StoredDeadline,
  deadline: PartDeadline,
): Promise<void> {
  const found = columnsOf(subject, deadline);
  if (isOther(known, found))
    await tx.update(DeadlineEntity, known, { ...found, nextAt: nextTelling({ ...known, ...found }) });
}

/** What a limit is now; which end was first and what was told of it stays. */
function columnsOf({ ownerOrgId, secrecyLevel }: DeadlineSubject, { rule: of, ...limit }: PartDeadline) {
  const { amount, unit, basis, basisText } = of;
  const { startAt, dueAt, clock, pausedAt, extensions, provisional } = limit;
  const warnAt = limit.warnAt.map((at) => at.toISOString());
  return {
    ...{ ownerOrgId, secrecyLevel, amount, unit, basis, basisText, recount: false },
    ...{ startAt, dueAt, clock, warnAt, pausedAt, extensions, provisional },
  };
}

async function markForRecount({ manager }: Transaction): Promise<void> {
  await manager.getRepository(DeadlineEntity).update({ clock: In(['RUNNING', 'PAUSED']) }, { recount: true });
}

async function markedSubjects({ manager }: Transaction): Promise<string[]> {
  const rows = await manager
    .getRepository<StoredDeadline>(DeadlineEntity)
    .createQueryBuilder('d')
    .select('DISTINCT d.subject_id', 'id')
    .where('d.recount = :marked', { marked: true })
    .orderBy('d.subject_id')
    .limit(subjectsAtOnce)
    .getRawMany<{ id: string }>();
  return rows.map(({ id }) => id);
}

/** Two who tell at once meet on the row's version, and the second finds nothing left to tell. */
async function tell(
  tx: Transaction,
  deadline: StoredDeadline,
  announce: Announce,
  lapsing: ReadonlySet<string>,
): Promise<void> {
  const telling = tellingAt(deadline, tx.now);
  const ended = lapsing.has(deadline.rule) ? ('CANCELLED' as const) : ('BREACHED' as const);
  const told = {
    warned: [...deadline.warned, ...telling.warnings],
    ...(telling.breached && { breachToldFor: deadline.dueAt, clock: ended }),
  };
  await tx.update(DeadlineEntity, deadline, { ...told, nextAt: nextTelling({ ...deadline, ...told }) });
  await announce(tx, deadline, telling);
}

const isOther = (known: StoredDeadline, found: Partial<StoredDeadline>): boolean =>
  Object.entries(found).some(
    ([column, value]) => JSON.stringify(known[column as keyof StoredDeadline]) !== JSON.stringify(value),
  );
