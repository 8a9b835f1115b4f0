import { type Among, amongTallied, isAbove, type LimitEnds, type Visibility } from '@chengqi/office-kernel';
import { secrecyLevels } from '@chengqi/schemas';
import { type EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import type { HazardDimension } from '../generated/graphql.ts';
import { HazardEntity, RecheckEntity, RectificationEntity } from './hazard.entity.ts';
import {
  type Hazard,
  type HazardCategory,
  type HazardStatus,
  openStatuses,
  type Recheck,
  type Rectification,
  restrictingStatuses,
} from './hazard.ts';

/** Rechecks of many hazards, oldest first. */
export const findRechecks = (manager: EntityManager, hazardIds: readonly string[]): Promise<Recheck[]> =>
  manager.getRepository(RecheckEntity).find({ where: { hazardId: In([...hazardIds]) }, order: { round: 'ASC' } });

/** What was handed in for many hazards, oldest first. */
export const findRectifications = (manager: EntityManager, hazardIds: readonly string[]): Promise<Rectification[]> =>
  manager.getRepository(RectificationEntity).find({ where: { hazardId: In([...hazardIds]) }, order: { round: 'ASC' } });

/** The round of the latest recheck; an export may have left rounds out. */
export const lastRecheck = async (manager: EntityManager, hazardId: string): Promise<number> =>
  (await manager.getRepository(RecheckEntity).maximum('round', { hazardId })) ?? 0;

export const countRectifications = (manager: EntityManager, hazardId: string): Promise<number> =>
  manager.getRepository(RectificationEntity).countBy({ hazardId });

/** Of the classified few, whose text travels in no event: those whose item or case has not been asked for it yet. */
export const findUntold = (manager: EntityManager, limit: number): Promise<Hazard[]> =>
  manager
    .getRepository(HazardEntity)
    .createQueryBuilder('h')
    .where('h.secrecyLevel IN (:...classified)', {
      classified: secrecyLevels.filter((level) => isAbove(level, 'INTERNAL')),
    })
    .andWhere('h.description IS NULL AND h.importedAt IS NULL AND h.sourceId IS NOT NULL')
    .orderBy('h.reportedAt')
    .limit(limit)
    .getMany();

/** Own ones, and those that came in open, that are not closed. */
export const openHazards = (manager: EntityManager) =>
  hazardQuery(manager)
    .where('(h.importedAt IS NULL OR h.openedAt IS NOT NULL)')
    .andWhere('h.status IN (:...open)', { open: openStatuses });

/** Hazards that these things made known, oldest first. */
export const findBySource = (manager: EntityManager, sourceIds: readonly string[]): Promise<Hazard[]> =>
  manager
    .getRepository(HazardEntity)
    .find({ where: { sourceId: In([...sourceIds]) }, order: { reportedAt: 'ASC', id: 'ASC' } });

/** All hazards, for lists; the caller adds what the viewer may see. */
export const hazardQuery = (manager: EntityManager) => manager.getRepository(HazardEntity).createQueryBuilder('h');

/** Open hazards of the same place and category, newest first. */
export const duplicatesQuery = (manager: EntityManager, { id, siteId, category }: Hazard) =>
  hazardQuery(manager)
    .where('h.siteId = :siteId AND h.category = :category AND h.id <> :id', { siteId, category, id })
    .andWhere('h.status IN (:...open)', { open: openStatuses })
    .orderBy('h.reportedAt', 'DESC')
    .addOrderBy('h.id', 'DESC')
    .limit(20);

export interface HazardConditions {
  readonly level?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly states?: readonly HazardStatus[] | null | undefined;
  readonly categories?: readonly HazardCategory[] | null | undefined;
  /** The person who has a part in them. */
  readonly partOf?: string | null | undefined;
  readonly listed?: boolean | null | undefined;
  readonly siteId?: string | null | undefined;
  /** The unit that has to put it right, or one below it. */
  readonly responsible?: Visibility | null | undefined;
  /** Whether few rows are left by the units that are asked for, so that no other condition is a way to them. */
  readonly byUnit?: boolean | undefined;
  readonly ownerOrgId?: string | null | undefined;
  readonly overdue?: boolean | null | undefined;
  readonly dueOn?: LimitEnds | null | undefined;
  readonly reportedAt?:
    | { readonly gte?: Date | null | undefined; readonly lt?: Date | null | undefined }
    | null
    | undefined;
}

/** By what hazards are counted: a column of theirs. */
export const hazardDimensions = {
  STATE: 'status',
  LEVEL: 'level',
  CATEGORY: 'category',
  ORG: 'responsibleOrgId',
} as const satisfies Record<HazardDimension, keyof Hazard>;

/** What hazards are tallied by, beside owner and level. */
export const talliedHazards = [
  'status',
  'level',
  'category',
  'responsibleOrgId',
] as const satisfies readonly (keyof Hazard)[];

/** The filter as values of what is tallied; null when it asks for more. */
export function amongHazards(where: HazardConditions): Among<Hazard> | null {
  const { level, state, states, categories, ownerOrgId, byUnit: _, ...others } = where;
  const values: Among<Hazard> = {
    status: state == null ? states : (states ?? [state]).filter((each) => each === state),
    level: level == null ? null : [level],
    category: categories,
    ownerOrgId: ownerOrgId == null ? null : [ownerOrgId],
  };
  return amongTallied(values, others);
}

const overdueSql = '(h.due_at IS NOT NULL AND h.due_at < :now AND h.status IN (:...open))';

/** Narrows a hazard query; what is not given does not narrow. */
export function narrowHazards(query: ReturnType<typeof hazardQuery>, where: HazardConditions, now: Date) {
  const { level, state, states, categories, partOf, listed, siteId } = where;
  const { responsible, ownerOrgId, overdue, reportedAt, dueOn } = where;
  if (level != null) query.andWhere('h.level = :level', { level });
  // SQLite uses no index for what a sign stands before, and takes a state for rarer than a unit. Other engines drop the sign.
  const status = where.byUnit ? '+ h.status' : 'h.status';
  if (state != null) query.andWhere(`${status} = :state`, { state });
  if (states != null) query.andWhere(states.length > 0 ? `${status} IN (:...states)` : '1 = 0', { states });
  if (categories != null)
    query.andWhere(categories.length > 0 ? 'h.category IN (:...categories)' : '1 = 0', { categories });
  if (partOf != null) query.andWhere('h.id IN (SELECT subject_id FROM parties WHERE party_id = :partOf)', { partOf });
  if (listed != null) query.andWhere('h.listed = :listed', { listed });
  if (siteId != null) query.andWhere('h.siteId = :siteId', { siteId });
  if (ownerOrgId != null) query.andWhere('h.ownerOrgId = :ownerOrgId', { ownerOrgId });
  if (responsible != null) query.andWhere(responsible.sql, responsible.params);
  if (overdue != null) query.andWhere(overdue ? overdueSql : `NOT ${overdueSql}`, { now, open: openStatuses });
  if (reportedAt?.gte != null) query.andWhere('h.reportedAt >= :reportedFrom', { reportedFrom: reportedAt.gte });
  if (dueOn?.gt) query.andWhere('h.dueAt > :dueGt', { dueGt: dueOn.gt });
  if (dueOn?.lte) query.andWhere('h.dueAt <= :dueLte', { dueLte: dueOn.lte });
  if (reportedAt?.lt != null) query.andWhere('h.reportedAt < :reportedTo', { reportedTo: reportedAt.lt });
  return query;
}

/** Hazards whose place, or a part of it, is out of use. */
export function restrictionQuery(manager: EntityManager, place: Visibility | null) {
  const query = hazardQuery(manager)
    .where('h.stopUse = :stopped', { stopped: true })
    .andWhere('h.status IN (:...restricting)', { restricting: restrictingStatuses });
  return place === null ? query : query.andWhere(place.sql, place.params);
}

/** How a place stands, in one statement. */
export async function countAtSite(query: ReturnType<typeof hazardQuery>, siteId: string, now: Date) {
  const raw = await query
    .andWhere('h.siteId = :siteId AND h.status IN (:...open)', { siteId, open: openStatuses })
    .select('COUNT(*)', 'openHazards')
    .addSelect(`SUM(CASE WHEN h.level = 'MAJOR' AND h.confirmed_at IS NOT NULL THEN 1 ELSE 0 END)`, 'openMajorHazards')
    .addSelect('SUM(CASE WHEN h.due_at < :now THEN 1 ELSE 0 END)', 'overdueHazards')
    .addSelect(`SUM(CASE WHEN h.stop_use = :stopped AND h.status <> 'REPORTED' THEN 1 ELSE 0 END)`, 'restricted')
    .setParameters({ now, stopped: true })
    .getRawOne<Record<'openHazards' | 'openMajorHazards' | 'overdueHazards' | 'restricted', unknown>>();
  return {
    siteId,
    openHazards: Number(raw?.openHazards ?? 0),
    openMajorHazards: Number(raw?.openMajorHazards ?? 0),
    overdueHazards: Number(raw?.overdueHazards ?? 0),
    restricted: Number(raw?.restricted ?? 0) > 0,
  };
}

/** The last passed recheck of each hazard among these, by number of the hazard. */
export async function findPassedRechecks(
  among: SelectQueryBuilder<Hazard>,
  codes: readonly string[],
): Promise<{ hazardCode: string; recheckNo: string }[]> {
  if (codes.length === 0) return [];
  const rows = await among
    .andWhere('h.code IN (:...codes)', { codes })
    .innerJoin(RecheckEntity.options.name, 'r', "r.hazardId = h.id AND r.result = 'PASS'")
    .select('h.code', 'hazardCode')
    .addSelect('MAX(r.round)', 'round')
    .groupBy('h.code')
    .orderBy('h.code')
    .getRawMany<{ hazardCode: string; round: number | string }>();
  return rows.map(({ hazardCode, round }) => ({ hazardCode, recheckNo: `${hazardCode}-${round}` }));
}
