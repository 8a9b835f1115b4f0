import { type Among, amongTallied, type LimitEnds, type Visibility } from '@chengqi/office-kernel';
import { beginningWith, containing } from '@chengqi/service-kit';
import { type EntityManager, In, IsNull } from 'typeorm';
import { sharing } from '../contacts/contacts.repository.ts';
import { ratedCase } from '../ratings/rated-services.ts';
import type { RatedService } from '../ratings/rating.ts';
import { CaseEventEntity, ServiceCaseEntity } from './case.entity.ts';
import { type CaseStatus, caseStatuses, openStatuses, type ServiceCase, unansweredStatuses } from './case.ts';
import type { CaseEvent } from './case-journal.ts';

/** All cases, for lists; the register adds what the viewer may see. */
export const caseQuery = (manager: EntityManager) => manager.getRepository(ServiceCaseEntity).createQueryBuilder('c');
export type CaseQuery = ReturnType<typeof caseQuery>;

export const findEvents = (manager: EntityManager, caseIds: readonly string[]): Promise<CaseEvent[]> =>
  manager.getRepository(CaseEventEntity).find({ where: { caseId: In([...caseIds]) }, order: { seq: 'ASC' } });

export async function nextSeq(manager: EntityManager, caseId: string): Promise<number> {
  const last = await manager.getRepository(CaseEventEntity).maximum('seq', { caseId });
  return (last ?? 0) + 1;
}

export const findByCode = (
  manager: EntityManager,
  ledgerOrgIds: readonly string[],
  code: string,
): Promise<ServiceCase[]> =>
  manager.getRepository(ServiceCaseEntity).findBy({ ledgerOrgId: In([...ledgerOrgIds]), code });

const findImported = (manager: EntityManager, code: string): Promise<ServiceCase | null> =>
  manager.getRepository(ServiceCaseEntity).findOneBy({ code, imported: true });

/** An imported case by its number, for what refers to it; nothing is tied to an accusation. */
export async function findCase(manager: EntityManager, code: string): Promise<ServiceCase | null> {
  const found = await findImported(manager, code);
  return found?.restricted ? null : found;
}

/** An imported case by its number, as what was rated. */
export async function findRatedCase(manager: EntityManager, code: string): Promise<RatedService | null> {
  const found = await findImported(manager, code);
  return found && ratedCase(found);
}

/** Numbers of one register share the prefix that its newest case has. */
export async function findPrefix(manager: EntityManager, ledgerOrgId: string): Promise<string | null> {
  const newest = await caseQuery(manager)
    .where('c.ledgerOrgId = :ledgerOrgId', { ledgerOrgId })
    .orderBy('c.createdAt', 'DESC')
    .addOrderBy('c.id', 'DESC')
    .limit(1)
    .getOne();
  return newest === null ? null : newest.code.slice(0, newest.code.indexOf('办件'));
}

/** Of these, live ones that still wait for an answer. */
export const findRunning = (manager: EntityManager, ids: readonly string[]): Promise<ServiceCase[]> =>
  caseQuery(manager)
    .where('c.id IN (:...ids) AND c.status IN (:...unanswered) AND c.imported = :imported', {
      ids,
      unanswered: unansweredStatuses,
      imported: false,
    })
    .orderBy('c.id')
    .getMany();

/** Live ones that are not closed. */
export const openCases = (manager: EntityManager) =>
  caseQuery(manager).where('c.imported = :imported AND c.status IN (:...open)', {
    imported: false,
    open: openStatuses,
  });

export interface CaseConditions {
  readonly kind?: string | null | undefined;
  readonly channel?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly open?: boolean | null | undefined;
  /** Whom `mine` is about; nobody's are of who is nobody. */
  readonly ownerId?: string | null | undefined;
  readonly mine?: boolean | null | undefined;
  readonly matterId?: string | null | undefined;
  /** The beginning of the number. */
  readonly code?: string | null | undefined;
  /** Words of the title. */
  readonly title?: string | null | undefined;
  /** An organisation and those below it: as a condition over `c`, and by name. */
  readonly owner?: { readonly condition: Visibility; readonly orgIds: readonly string[] } | null;
  /** The unit itself. */
  readonly unitId?: string;
  readonly officerId?: string | null | undefined;
  readonly siteId?: string | null | undefined;
  readonly safety?: boolean | null | undefined;
  readonly overdue?: boolean | null | undefined;
  readonly openedAt?: Range | null | undefined;
  readonly dueAt?: Range | null | undefined;
  readonly dueOn?: LimitEnds | null | undefined;
}

interface Range {
  readonly gte?: Date | null | undefined;
  readonly lt?: Date | null | undefined;
}

/**
 * Cases that a person answers for, or was offered to answer for, in these states or in any. Each way to a case asks
 * for the states itself: what the person did in all the years before is not read.
 */
function answeredFor(personId: string | null | undefined, states: readonly CaseStatus[] | null) {
  const inState = states === null ? '1 = 1' : states.length > 0 ? 'status IN (:...wanted)' : '1 = 0';
  const sql = `(SELECT own.id FROM (
    SELECT id FROM service_cases WHERE officer_id = :answering AND ${inState}
      AND (accepted_at IS NOT NULL OR first_responder_id IS NULL)
    UNION SELECT id FROM service_cases WHERE first_responder_id = :answering AND ${inState}
      AND (accepted_at IS NULL OR officer_id IS NULL)
    UNION SELECT id FROM service_cases WHERE handed_to_id = :answering AND ${inState}) own)`;
  return { sql, params: { answering: personId ?? '', wanted: states ?? [] } };
}

const overdueSql = '(c.due_at < :now AND c.paused_at IS NULL AND c.status IN (:...unanswered))';

/** What is not given does not narrow. */
export function casesWhere(manager: EntityManager, where: CaseConditions, now: Date): CaseQuery {
  const query = caseQuery(manager);
  const { kind, channel, state, unitId, officerId, siteId, safety, overdue } = where;
  if (kind != null) query.andWhere('c.kind = :kind', { kind });
  if (channel != null) query.andWhere('c.channel = :channel', { channel });
  const { open, mine, ownerId, matterId, code, title } = where;
  if (state != null) query.andWhere('c.status = :state', { state });
  if (open != null) query.andWhere(`c.status ${open ? '' : 'NOT '}IN (:...open)`, { open: openStatuses });
  if (mine != null) {
    const own = answeredFor(ownerId, mine && open ? openStatuses : null);
    query.andWhere(`c.id ${mine ? '' : 'NOT '}IN ${own.sql}`, own.params);
  }
  if (matterId != null) query.andWhere('c.matterId = :matterId', { matterId });
  if (code != null) query.andWhere("c.code LIKE :code ESCAPE '!'", { code: beginningWith(code) });
  if (title != null) query.andWhere("c.title LIKE :title ESCAPE '!'", { title: containing(title) });
  if (officerId != null) query.andWhere('c.officerId = :officerId', { officerId });
  if (siteId != null) query.andWhere('c.siteId = :siteId', { siteId });
  if (safety != null) query.andWhere('c.safety = :safety', { safety });
  if (where.owner) query.andWhere(where.owner.condition.sql, where.owner.condition.params);
  if (unitId != null) query.andWhere('c.ownerOrgId = :unitId', { unitId });
  if (overdue != null)
    query.andWhere(overdue ? overdueSql : `NOT COALESCE(${overdueSql}, 0)`, { now, unanswered: unansweredStatuses });
  within(query, 'openedAt', where.openedAt);
  within(query, 'dueAt', where.dueAt);
  if (where.dueOn?.gt) query.andWhere('c.dueAt > :dueGt', { dueGt: where.dueOn.gt });
  if (where.dueOn?.lte) query.andWhere('c.dueAt <= :dueLte', { dueLte: where.dueOn.lte });
  return query;
}

/** What cases are tallied by, beside owner and level. */
export const talliedCases = [
  'status',
  'kind',
  'channel',
  'safety',
  'restricted',
] as const satisfies readonly (keyof ServiceCase)[];

/** The filter as values of what is tallied; null when it asks for more. */
export function amongCases(where: CaseConditions): Among<ServiceCase> | null {
  const { kind, channel, state, open, safety, owner, ownerId: _, ...others } = where;
  const inState = state == null ? caseStatuses : [state];
  const values: Among<ServiceCase> = {
    status: open == null ? inState : inState.filter((each) => isOpen(each) === open),
    kind: kind == null ? null : [kind],
    channel: channel == null ? null : [channel],
    safety: safety == null ? null : [safety],
    ownerOrgId: owner?.orgIds,
  };
  return amongTallied(values, others);
}

const isOpen = (state: string): boolean => openStatuses.some((each) => each === state);

function within(query: CaseQuery, column: 'openedAt' | 'dueAt', range: Range | null | undefined): void {
  if (range?.gte != null) query.andWhere(`c.${column} >= :${column}From`, { [`${column}From`]: range.gte });
  if (range?.lt != null) query.andWhere(`c.${column} < :${column}To`, { [`${column}To`]: range.lt });
}

/** A person's own cases; those that are open when no states are named. */
export function answeredForBy(
  manager: EntityManager,
  personId: string,
  states: readonly CaseStatus[] | null | undefined,
): CaseQuery {
  const own = answeredFor(personId, states ?? openStatuses);
  return caseQuery(manager).where(`c.id IN ${own.sql}`, own.params);
}

/** Cases with the same title or of the same applicant. Each way is a range of an index; an OR of them would read every case. */
export const casesLike = (
  manager: EntityManager,
  { id, factsKey }: ServiceCase,
  phoneHash: string | null,
): CaseQuery => {
  const titled = 'SELECT id FROM service_cases WHERE facts_key = :factsKey';
  const like = phoneHash === null ? titled : `${titled} UNION ALL ${sharing('ServiceCase')}`;
  return caseQuery(manager)
    .where(`c.id IN (SELECT alike.id FROM (${like}) alike)`, { factsKey, phoneHash })
    .andWhere('c.id <> :self', { self: id });
};

/** What the receipt of a registration tells. */
export const receiptOf = (
  manager: EntityManager,
  id: string,
): Promise<Pick<ServiceCase, 'code' | 'status' | 'routingRuleId'>> =>
  manager.getRepository(ServiceCaseEntity).findOneByOrFail({ id });

/** Cases that named a call by the exchange's number before it was known here. */
export async function linkCalls(
  manager: EntityManager,
  calls: readonly { readonly id: string; readonly callRef: string }[],
): Promise<void> {
  const ids = new Map(calls.map(({ callRef, id }) => [callRef, id]));
  const cases = manager.getRepository(ServiceCaseEntity);
  const waiting = await cases.findBy({ callRef: In([...ids.keys()]), callId: IsNull() });
  for (const { id, callRef } of waiting) await cases.update({ id }, { callId: ids.get(callRef ?? '') ?? null });
}
