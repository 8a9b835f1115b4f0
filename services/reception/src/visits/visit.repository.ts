import { held, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, LessThan, type SelectQueryBuilder } from 'typeorm';
import { ratedVisit } from '../ratings/rated-services.ts';
import type { RatedService } from '../ratings/rating.ts';
import { VisitEntity } from './visit.entity.ts';
import { inHouse, isInHouse, type Visit, type VisitKind, type VisitStatus } from './visit.ts';

const visitQuery = (manager: EntityManager) => manager.getRepository(VisitEntity).createQueryBuilder('v');

/**
 * people of the same petition who are in the house. All its visits are locked first, so that two parties at two
 * desks do not both find room.
 */
export async function petitionersInHouse(
  manager: EntityManager,
  { id, caseId }: Pick<Visit, 'id' | 'caseId'>,
): Promise<number> {
  if (caseId === null) return 0;
  const query = visitQuery(manager).where('v.caseId = :caseId', { caseId }).orderBy('v.id');
  const others = (await held(query).getMany()).filter(
    (visit) => visit.id !== id && visit.kind === 'PETITION' && isInHouse(visit),
  );
  return others.reduce((people, { companions }) => people + 1 + companions, 0);
}

export interface VisitConditions {
  readonly kind?: VisitKind | null | undefined;
  readonly state?: VisitStatus | null | undefined;
  readonly hostOrgId?: string | null | undefined;
  readonly siteId?: string | null | undefined;
  readonly caseId?: string | null | undefined;
  readonly arriveAt?:
    | { readonly gte?: Date | null | undefined; readonly lt?: Date | null | undefined }
    | null
    | undefined;
}

/** What is not given does not narrow; the office narrows it to what the viewer may see. */
export function visitsWhere(manager: EntityManager, where: VisitConditions): SelectQueryBuilder<Visit> {
  const { kind, state, hostOrgId, siteId, caseId, arriveAt } = where;
  const query = visitQuery(manager);
  if (kind != null) query.andWhere('v.kind = :kind', { kind });
  if (state != null) query.andWhere('v.status = :state', { state });
  if (hostOrgId != null) query.andWhere('v.ownerOrgId = :hostOrgId', { hostOrgId });
  if (siteId != null) query.andWhere('v.siteId = :siteId', { siteId });
  if (caseId != null) query.andWhere('v.caseId = :caseId', { caseId });
  if (arriveAt?.gte != null) query.andWhere('v.arriveAt >= :arrivedFrom', { arrivedFrom: arriveAt.gte });
  if (arriveAt?.lt != null) query.andWhere('v.arriveAt < :arrivedTo', { arrivedTo: arriveAt.lt });
  return query;
}

export const visitsInHouse = (manager: EntityManager, siteId: string): SelectQueryBuilder<Visit> =>
  visitsWhere(manager, { siteId }).andWhere('v.status IN (:...inHouse)', { inHouse });

const evacuated = 1000;

/** Everybody in the house, to be counted outside: all heads, and the visits by the unit visited and their arrival. */
export async function findEvacuees(
  manager: EntityManager,
  siteId: string,
): Promise<{ readonly people: number; readonly visits: readonly Visit[] }> {
  const counted = await visitsInHouse(manager, siteId)
    .select('SUM(1 + v.companions)', 'people')
    .getRawOne<{ people: unknown }>();
  const visits = await visitsInHouse(manager, siteId)
    .orderBy('v.ownerOrgId')
    .addOrderBy('v.arriveAt')
    .addOrderBy('v.id')
    .take(evacuated)
    .getMany();
  return { people: Number(counted?.people ?? 0), visits };
}

/** Who was expected before then and has not come. */
export const findAbsent = (manager: EntityManager, before: Date, limit: number): Promise<Visit[]> =>
  manager.getRepository(VisitEntity).find({
    where: { status: 'INVITED', expectedAt: LessThan(before), imported: false },
    order: { expectedAt: 'ASC' },
    take: limit,
  });

/** A visit of history by its number, as what was rated. */
export async function findRatedVisit(manager: EntityManager, visitNo: string): Promise<RatedService | null> {
  const visit = await manager.getRepository(VisitEntity).findOneBy({ visitNo, imported: true });
  return visit && ratedVisit(visit);
}

/** A visit that a case came from belongs to it from then on. */
export async function linkVisit(tx: Transaction, id: string, caseId: string): Promise<void> {
  const visit = await tx.manager.getRepository(VisitEntity).findOneByOrFail({ id });
  if (visit.caseId === null) await tx.update(VisitEntity, visit, { caseId });
}

/** Links imported visits that named the case before it was known. */
export async function linkVisits(manager: EntityManager, caseCode: string, caseId: string): Promise<void> {
  await manager
    .createQueryBuilder()
    .update(VisitEntity)
    .set({ caseId })
    .where('case_code = :caseCode AND case_id IS NULL', { caseCode })
    .execute();
}
