import type { Office, WorkingCalendar } from '@chengqi/office-kernel';
import type { ServiceKit } from '@chengqi/service-kit';
import { connection, type PageArguments, type Request } from '@chengqi/service-kit';
import { itemWorkflow } from '../items/item.workflow.ts';
import { ResolutionReplicaEntity } from './resolution.entity.ts';
import type { ResolutionReplica } from './resolution.ts';

const workingDaysToRegister = 2;

/** When the item of a decision should have been registered at the latest (MTG-6). */
export const registerBy = (calendar: WorkingCalendar, adoptedAt: Date): Date =>
  calendar.addWorkingDays(adoptedAt, workingDaysToRegister);

/** Decisions adopted before this instant should have had their item by `asOf`. */
export const adoptedBefore = (calendar: WorkingCalendar, asOf: Date): Date =>
  calendar.ranOutBefore(asOf, workingDaysToRegister);

export interface OrphanFilter {
  readonly supervisingOrgId?: string | null | undefined;
  readonly leadOrgId?: string | null | undefined;
  readonly adoptedAt?: { gte?: Date | null | undefined; lt?: Date | null | undefined } | null | undefined;
}

/** Decisions that require action and had neither waiver nor registered item at that moment. */
export const orphansAt = ({ db }: ServiceKit, calendar: WorkingCalendar, at: Date) =>
  db.read
    .getRepository<ResolutionReplica>(ResolutionReplicaEntity)
    .createQueryBuilder('r')
    .where('r.requiresAction = :yes AND r.waived = :no', { yes: true, no: false })
    .andWhere('r.adoptedAt < :before', { before: adoptedBefore(calendar, at) })
    .andWhere(
      `NOT EXISTS (SELECT 1 FROM supervision_items i WHERE i.source_type = 'Resolution' AND i.source_id = r.id AND i.registered_at <= :at)`,
      { at },
    );

/** Decisions the viewer may have that nobody follows, oldest first. */
export async function orphanDecisions(
  { kit, office }: { kit: ServiceKit; office: Office },
  request: Request,
  { where, asOf, ...page }: PageArguments & { where?: OrphanFilter | null | undefined; asOf?: Date | null | undefined },
) {
  const at = asOf ?? kit.clock.now();
  const { sql, params } = office.countable(request.viewer, { alias: 'r', roles: itemWorkflow.roles });
  const query = orphansAt(kit, await office.calendar.days(), at).andWhere(sql, params);
  if (where?.supervisingOrgId) query.andWhere('r.ownerOrgId = :owner', { owner: where.supervisingOrgId });
  if (where?.leadOrgId) query.andWhere('r.leadOrgId = :lead', { lead: where.leadOrgId });
  if (where?.adoptedAt?.gte) query.andWhere('r.adoptedAt >= :gte', { gte: where.adoptedAt.gte });
  if (where?.adoptedAt?.lt) query.andWhere('r.adoptedAt < :lt', { lt: where.adoptedAt.lt });
  return connection(query, page, { alias: 'r', orderBy: { column: 'r.adoptedAt', direction: 'ASC' } });
}
