import type { Visibility } from '@chengqi/office-kernel';
import { type EntityManager, In } from 'typeorm';
import { FindingEntity, InspectionTaskEntity } from './inspection.entity.ts';
import type { Finding } from './inspection.ts';

interface Range {
  readonly gte?: Date | null | undefined;
  readonly lt?: Date | null | undefined;
}

export interface InspectionConditions {
  readonly siteId?: string | null | undefined;
  /** The unit that inspects, or one below it. */
  readonly owner?: Visibility | null | undefined;
  readonly kind?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly finishedAt?: Range | null | undefined;
}

/** Inspections that meet all conditions; the office narrows them to what the viewer may see. */
export function inspectionQuery(manager: EntityManager, where: InspectionConditions) {
  const { siteId, owner, kind, state, finishedAt } = where;
  const query = manager.getRepository(InspectionTaskEntity).createQueryBuilder('i');
  if (siteId != null) query.andWhere('i.siteId = :siteId', { siteId });
  if (kind != null) query.andWhere('i.kind = :kind', { kind });
  if (state != null) query.andWhere('i.status = :state', { state });
  if (finishedAt?.gte != null) query.andWhere('i.finishedAt >= :finishedFrom', { finishedFrom: finishedAt.gte });
  if (finishedAt?.lt != null) query.andWhere('i.finishedAt < :finishedTo', { finishedTo: finishedAt.lt });
  if (owner != null) query.andWhere(owner.sql, owner.params);
  return query;
}

/** Findings of many inspections, by number. */
export const findFindings = (manager: EntityManager, taskIds: readonly string[]): Promise<Finding[]> =>
  manager.getRepository(FindingEntity).find({ where: { taskId: In([...taskIds]) }, order: { findingNo: 'ASC' } });

export const findFindingsById = (manager: EntityManager, ids: readonly string[]): Promise<Finding[]> =>
  manager.getRepository(FindingEntity).findBy({ id: In([...ids]) });

const mostSites = 1000;

/** Key places at or below an organisation without an inspection finished in the period and by then, by code. */
export async function findUninspected(
  manager: EntityManager,
  rule: Visibility,
  { unit, period, by }: { readonly unit: Visibility; readonly period: Range; readonly by: Date },
): Promise<string[]> {
  const finished = manager
    .getRepository(InspectionTaskEntity)
    .createQueryBuilder('i')
    .select('1')
    .where('i.site_id = s.id AND i.finished_at <= :by');
  if (period.gte != null) finished.andWhere('i.finished_at >= :from');
  if (period.lt != null) finished.andWhere('i.finished_at < :to');
  const rows = await manager
    .createQueryBuilder()
    .select('s.id', 'id')
    .from('site_replica', 's')
    .where('s.key_part = :keyPart', { keyPart: true })
    .andWhere(rule.sql, rule.params)
    .andWhere(unit.sql, unit.params)
    .andWhere(`NOT EXISTS (${finished.getQuery()})`)
    .setParameters({ by, from: period.gte, to: period.lt })
    .orderBy('s.code')
    .addOrderBy('s.id')
    .limit(mostSites)
    .getRawMany<{ id: string }>();
  return rows.map(({ id }) => id);
}
