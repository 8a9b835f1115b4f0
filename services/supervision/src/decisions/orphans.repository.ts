import type { WorkingCalendar } from '@chengqi/office-kernel';
import type { ServiceKit } from '@chengqi/service-kit';
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

/** Each way not to be followed is a range of an index; an OR of them would read every decision. */
const among = (followed: string): string =>
  `SELECT id FROM resolution_replica WHERE requires_action = :yes AND waived = :no AND followed_at ${followed}`;

/**
 * Decisions that require action and had neither waiver nor registered item at that moment: neither one of their own nor
 * one that theirs was merged into.
 */
export const orphansAt = ({ db }: ServiceKit, calendar: WorkingCalendar, at: Date) =>
  db.read
    .getRepository<ResolutionReplica>(ResolutionReplicaEntity)
    .createQueryBuilder('r')
    .where(`r.id IN (SELECT orphan.id FROM (${among('IS NULL')} UNION ALL ${among('> :at')}) orphan)`)
    .setParameters({ yes: true, no: false, at })
    .andWhere('r.adoptedAt < :before', { before: adoptedBefore(calendar, at) });

/** Decisions that nobody follows at that moment; the office narrows it to what the viewer may have. */
export function orphanDecisions(
  kit: ServiceKit,
  calendar: WorkingCalendar,
  at: Date,
  { supervisingOrgId, leadOrgId, adoptedAt }: OrphanFilter,
) {
  const query = orphansAt(kit, calendar, at);
  if (supervisingOrgId) query.andWhere('r.ownerOrgId = :owner', { owner: supervisingOrgId });
  if (leadOrgId) query.andWhere('r.leadOrgId = :lead', { lead: leadOrgId });
  if (adoptedAt?.gte) query.andWhere('r.adoptedAt >= :gte', { gte: adoptedAt.gte });
  if (adoptedAt?.lt) query.andWhere('r.adoptedAt < :lt', { lt: adoptedAt.lt });
  return query;
}
