import {
  type EntityManager,
  type EntitySchema,
  In,
  MoreThanOrEqual,
  type ObjectLiteral,
  type SelectQueryBuilder,
} from 'typeorm';
import { ratedCall } from '../ratings/rated-services.ts';
import type { RatedService } from '../ratings/rating.ts';
import {
  CallbackTaskEntity,
  CallEntity,
  CallerEntity,
  CallLegEntity,
  CallNoteEntity,
  LegBatchEntity,
  NotedAttemptEntity,
} from './call.entity.ts';
import type { Call, CallbackTask, CallLeg, CallNote, LegBatch, NotedAttempt } from './call.ts';

/** Rows one by one would cost a statement each. */
export async function insertAll<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<T>,
  rows: readonly T[],
): Promise<void> {
  if (rows.length > 0)
    await manager
      .createQueryBuilder()
      .insert()
      .into(entity)
      .values([...rows] as never)
      .updateEntity(false)
      .execute();
}

const among = (values: readonly string[]) => In([...new Set(values)]);

export const findInboundLegs = (manager: EntityManager, callRefs: readonly string[]): Promise<CallLeg[]> =>
  manager.getRepository(CallLegEntity).findBy({ callRef: among(callRefs), direction: 'IN' });

export const findLegsOfCalls = (manager: EntityManager, callRefs: readonly string[]): Promise<CallLeg[]> =>
  manager.getRepository(CallLegEntity).find({ where: { callRef: among(callRefs) }, order: { hop: 'ASC', id: 'ASC' } });

/** Records with the numbers, or of the calls, of these. */
export const findLegsBeside = (
  manager: EntityManager,
  legs: readonly Pick<CallLeg, 'cdrNo' | 'callRef'>[],
): Promise<CallLeg[]> =>
  manager
    .getRepository(CallLegEntity)
    .findBy([{ cdrNo: among(legs.map(({ cdrNo }) => cdrNo)) }, { callRef: among(legs.map(({ callRef }) => callRef)) }]);

export const findNotes = (manager: EntityManager, callRefs: readonly string[]): Promise<CallNote[]> =>
  manager
    .getRepository(CallNoteEntity)
    .find({ where: { callRef: among(callRefs) }, order: { notedAt: 'ASC', id: 'ASC' } });

export const findCallsByRef = (manager: EntityManager, callRefs: readonly string[]): Promise<Call[]> =>
  manager.getRepository(CallEntity).findBy({ callRef: among(callRefs) });

export const findCallsOfTasks = (manager: EntityManager, ids: readonly string[]): Promise<Call[]> =>
  manager
    .getRepository(CallEntity)
    .find({ where: { callbackId: among(ids) }, order: { ringAt: 'ASC', callRef: 'ASC' } });

/** Whoever rings: numbers by their callers, withheld ones by the calls themselves. */
export interface CallerKeys {
  readonly callerIds: readonly string[];
  readonly callIds: readonly string[];
}

export const findTasks = (manager: EntityManager, { callerIds, callIds }: CallerKeys): Promise<CallbackTask[]> =>
  manager.getRepository(CallbackTaskEntity).find({
    where: [{ callerId: among(callerIds) }, { firstCallId: among(callIds) }],
    order: { ringAt: 'ASC', id: 'ASC' },
  });

/** Calls of the callers since then, by ring, and the calls named. */
export const findCallsSince = (
  manager: EntityManager,
  { callerIds, callIds }: CallerKeys,
  since: Date,
): Promise<Call[]> =>
  manager.getRepository(CallEntity).find({
    where: [{ callerId: among(callerIds), ringAt: MoreThanOrEqual(since) }, { id: among(callIds) }],
    order: { ringAt: 'ASC', callRef: 'ASC' },
  });

export const findOutboundSince = (
  manager: EntityManager,
  callerIds: readonly string[],
  since: Date,
): Promise<CallLeg[]> =>
  manager.getRepository(CallLegEntity).find({
    where: { callerId: among(callerIds), direction: 'OUT', ringAt: MoreThanOrEqual(since) },
    order: { ringAt: 'ASC', cdrNo: 'ASC' },
  });

export const findAttempts = (manager: EntityManager, keys: readonly string[]): Promise<NotedAttempt[]> =>
  manager
    .getRepository(NotedAttemptEntity)
    .find({ where: { callerKey: among(keys) }, order: { at: 'ASC', id: 'ASC' } });

/** Callers one after the other, on the engine that has row locks: two transactions must not work out the same one. */
export async function lockCallers(
  manager: EntityManager,
  dialect: string,
  { callerIds, callIds }: CallerKeys,
): Promise<void> {
  if (dialect !== 'mysql') return;
  for (const [table, ids] of [
    ['callers', callerIds],
    ['calls', callIds],
  ] as const) {
    if (ids.length > 0)
      await manager.query(
        `SELECT id FROM ${table} WHERE id IN (${ids.map(() => '?').join(', ')}) ORDER BY id FOR UPDATE`,
        [...ids].sort(),
      );
  }
}

export const callQuery = (manager: EntityManager): SelectQueryBuilder<Call> =>
  manager.getRepository(CallEntity).createQueryBuilder('c');

export const callbackQuery = (manager: EntityManager): SelectQueryBuilder<CallbackTask> =>
  manager.getRepository(CallbackTaskEntity).createQueryBuilder('k');

/** Callbacks that are or were owed. */
export const counted = `k.end NOT IN ('SPAM', 'WITHDRAWN')`;
/** In words for which both engines take an index. */
const open = '(k.closedAt IS NULL OR k.closedAt > :asOf)';

/** No shift answers for it, though somebody should have been there. */
export const unshifted = 'c.shift_id IS NULL AND COALESCE(c.watched, 1) = 1';

/** Calls that no shift answers for, the oldest first. */
export const unshiftedCalls = (manager: EntityManager, orgId: string | null | undefined, limit: number) =>
  callsWhere(callQuery(manager), { orgId }).andWhere(unshifted).orderBy('c.ringAt').addOrderBy('c.id').take(limit);

/** Calls of callbacks or shifts, by ring. */
export const callsOf = (manager: EntityManager, column: 'callbackId' | 'shiftId', ids: readonly string[]) =>
  callQuery(manager).where(`c.${column} IN (:...ids)`, { ids }).orderBy('c.ringAt').addOrderBy('c.id');

export const missed = `c.outcome NOT IN ('ANSWERED', 'OVERFLOW_ANSWERED', 'SPAM')`;

/** What is owed at the moment for units or by shifts, the oldest first. */
export const owedFor = (
  manager: EntityManager,
  column: 'ownerOrgId' | 'shiftId',
  ids: readonly string[],
  asOf: Date,
): SelectQueryBuilder<CallbackTask> =>
  callbackQuery(manager)
    .where(`k.${column} IN (:...ids)`, { ids })
    .andWhere(`${counted} AND k.ringAt <= :asOf AND ${open}`, { asOf })
    .orderBy('k.openedAt')
    .addOrderBy('k.id');

/** Masked numbers of callers. */
export async function maskedNumbers(manager: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await manager.getRepository(CallerEntity).findBy({ id: among(ids) });
  return new Map(rows.map(({ id, phoneMasked }) => [id, phoneMasked]));
}

/** Live callbacks past their limit, of which somebody is still to be told: everybody once, then a leader, then a head. */
export const findLateTasks = (
  manager: EntityManager,
  limits: { readonly now: Date; readonly leader: Date; readonly head: Date },
  limit: number,
): Promise<CallbackTask[]> =>
  callbackQuery(manager)
    .where(`k.status = 'OPEN' AND k.imported = :imported AND k.dueAt <= :now`, { imported: false })
    .andWhere(
      `(k.overdueFor IS NULL OR k.overdueFor <> k.dueAt OR (k.escalatedTo IS NULL AND k.dueAt <= :leader)
        OR (k.escalatedTo = 'DUTY_LEADER' AND k.dueAt <= :head))`,
      limits,
    )
    .orderBy('k.dueAt')
    .take(limit)
    .getMany();

export interface CallConditions {
  readonly ring?: Period | null | undefined;
  /** Rang by then. */
  readonly asOf?: Date | null | undefined;
  readonly classification?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly outcome?: string | null | undefined;
  readonly lineNo?: string | null | undefined;
  readonly shiftId?: string | null | undefined;
  readonly orgId?: string | null | undefined;
}

interface Period {
  readonly gte?: Date | null | undefined;
  readonly lt?: Date | null | undefined;
}

/** Narrows a query of calls; what is not given does not narrow, and who asks adds the read rule. */
export function callsWhere(query: SelectQueryBuilder<Call>, where: CallConditions): SelectQueryBuilder<Call> {
  const { ring, asOf, outcome, classification, state, lineNo, shiftId, orgId } = where;
  if (asOf) query.andWhere('c.ringAt <= :rangBy', { rangBy: asOf });
  if (classification) query.andWhere('c.classification = :classification', { classification });
  if (state) query.andWhere('c.status = :state', { state });
  if (ring?.gte) query.andWhere('c.ringAt >= :ringFrom', { ringFrom: ring.gte });
  if (ring?.lt) query.andWhere('c.ringAt < :ringTo', { ringTo: ring.lt });
  if (outcome) query.andWhere('c.outcome = :outcome', { outcome });
  if (lineNo) query.andWhere('c.lineNo = :lineNo', { lineNo });
  if (shiftId) query.andWhere('c.shiftId = :shiftId', { shiftId });
  if (orgId) query.andWhere('c.ownerOrgId = :orgId', { orgId });
  return query;
}

export interface CallbackConditions {
  readonly orgId?: string | null | undefined;
  readonly opened?: Period | null | undefined;
  readonly end?: CallbackTask['end'] | null | undefined;
  readonly overdue?: boolean | null | undefined;
}

const closed = 'k.closedAt IS NOT NULL AND k.closedAt <= :asOf';
const late = `((${closed} AND k.closedAt > k.dueAt) OR (NOT (${closed}) AND k.dueAt < :asOf))`;

/** Callbacks as they stood at the moment; the office narrows it to what the viewer may count. */
export function callbacksWhere(
  manager: EntityManager,
  { orgId, opened, end, overdue }: CallbackConditions,
  asOf: Date,
): SelectQueryBuilder<CallbackTask> {
  const query = callbackQuery(manager).where('k.ringAt <= :asOf', { asOf });
  if (end === 'OPEN') query.andWhere(`${counted} AND ${open}`);
  else if (end) query.andWhere(`k.end = :end AND ${closed}`, { end });
  else query.andWhere(counted);
  if (orgId) query.andWhere('k.ownerOrgId = :orgId', { orgId });
  if (opened?.gte) query.andWhere('k.openedAt >= :openedFrom', { openedFrom: opened.gte });
  if (opened?.lt) query.andWhere('k.openedAt < :openedTo', { openedTo: opened.lt });
  if (overdue != null) query.andWhere(overdue ? late : `NOT ${late}`);
  return query;
}

export async function findRatedCall(manager: EntityManager, callRef: string): Promise<RatedService | null> {
  const [call] = await findCallsByRef(manager, [callRef]);
  if (!call) return null;
  const notes = await findNotes(manager, [callRef]);
  return ratedCall(
    call,
    notes.map(({ officerId }) => officerId),
  );
}

/** What was answered to one sending of the exchange. */
export const findBatch = (manager: EntityManager, id: string): Promise<LegBatch> =>
  manager.getRepository(LegBatchEntity).findOneByOrFail({ id });
