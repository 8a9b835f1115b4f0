import type { EntityManager, EntitySchema, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { In, MoreThanOrEqual } from 'typeorm';
import { CallbackTaskEntity, CallEntity, CallLegEntity, CallNoteEntity, NotedAttemptEntity } from './call.entity.ts';
import type { Call, CallbackTask, CallLeg, CallNote, NotedAttempt } from './call.ts';

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

/** Callbacks still owed at the moment. */
export const owedAt = (query: SelectQueryBuilder<CallbackTask>, asOf: Date): SelectQueryBuilder<CallbackTask> =>
  query.andWhere(`${counted} AND k.ringAt <= :asOf AND (k.closedAt IS NULL OR k.closedAt > :asOf)`, { asOf });

export interface CallConditions {
  readonly ring?: Period | null | undefined;
  readonly outcome?: string | null | undefined;
  readonly lineNo?: string | null | undefined;
  readonly shiftId?: string | null | undefined;
  readonly orgId?: string | null | undefined;
}

interface Period {
  readonly gte?: Date | null | undefined;
  readonly lt?: Date | null | undefined;
}

/** Narrows a query of calls; what is not given does not narrow. */
export function callsWhere(query: SelectQueryBuilder<Call>, where: CallConditions): SelectQueryBuilder<Call> {
  const { ring, outcome, lineNo, shiftId, orgId } = where;
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

/** Narrows a query of callbacks, as they stood at the moment. */
export function callbacksWhere(
  query: SelectQueryBuilder<CallbackTask>,
  { orgId, opened, end, overdue }: CallbackConditions,
  asOf: Date,
): SelectQueryBuilder<CallbackTask> {
  query.andWhere('k.ringAt <= :asOf', { asOf });
  if (end === 'OPEN') query.andWhere(`${counted} AND NOT (${closed})`);
  else if (end) query.andWhere(`k.end = :end AND ${closed}`, { end });
  else query.andWhere(counted);
  if (orgId) query.andWhere('k.ownerOrgId = :orgId', { orgId });
  if (opened?.gte) query.andWhere('k.openedAt >= :openedFrom', { openedFrom: opened.gte });
  if (opened?.lt) query.andWhere('k.openedAt < :openedTo', { openedTo: opened.lt });
  if (overdue != null) query.andWhere(overdue ? late : `NOT ${late}`);
  return query;
}
