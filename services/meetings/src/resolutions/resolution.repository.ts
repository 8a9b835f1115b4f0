import type { Transaction } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { ResolutionFilter } from '../generated/graphql.ts';
import { meetingOf } from '../meetings/meeting.repository.ts';
import { ResolutionEntity, ResolutionOrgEntity } from './resolution.entity.ts';
import type { Resolution, ResolutionSubject } from './resolution.ts';
import { joinResolution, resolutionAccess } from './resolution.workflow.ts';

/** Resolutions as acts take them: the table sees who chairs the meeting and how far it is. */
export const resolutionRow = {
  entity: ResolutionEntity,
  access: resolutionAccess,
  subject: async (resolution: Resolution, { manager }: Transaction): Promise<ResolutionSubject> =>
    joinResolution(resolution, await meetingOf(manager, resolution.meetingId)),
} as const;

/** The row and, for look-ups by organisation, one row per lead and co organisation. */
export async function storeResolution(tx: Transaction, resolution: Resolution): Promise<void> {
  await tx.insert(ResolutionEntity, resolution);
  const orgs = [...new Set([resolution.leadOrgId, ...resolution.coOrgIds])].filter((id) => id !== null);
  if (orgs.length === 0) return;
  await tx.manager
    .getRepository(ResolutionOrgEntity)
    .insert(orgs.map((orgId) => ({ resolutionId: resolution.id, orgId })));
}

/** Live ones that nobody follows and nobody waived. */
export const unfollowedResolutions = (manager: EntityManager) =>
  manager
    .getRepository(ResolutionEntity)
    .createQueryBuilder('r')
    .innerJoin('Meeting', 'm', 'm.id = r.meetingId AND m.imported = :imported', { imported: false })
    .where('r.status = :adopted AND r.waiverReason IS NULL', { adopted: 'ADOPTED' });

/** For lists; `now` is when orphans are looked for if the filter does not say. */
export function resolutionsWhere(manager: EntityManager, where: ResolutionFilter, now: Date) {
  const query = manager.getRepository(ResolutionEntity).createQueryBuilder('r');
  if (where.meetingId) query.andWhere('r.meetingId = :meetingId', { meetingId: where.meetingId });
  if (where.state) query.andWhere('r.status = :state', { state: where.state });
  if (where.dueFrom) query.andWhere('r.dueOn >= :dueFrom', { dueFrom: where.dueFrom });
  if (where.dueBefore) query.andWhere('r.dueOn < :dueBefore', { dueBefore: where.dueBefore });
  if (where.orgId) {
    query.andWhere('r.id IN (SELECT o.resolution_id FROM resolution_orgs o WHERE o.org_id = :orgId)', {
      orgId: where.orgId,
    });
  }
  if (where.orphanOnly) {
    query.andWhere(
      'r.status = :adopted AND r.requiresAction = :acts AND r.waiverReason IS NULL AND r.superviseBy < :asOf',
      { adopted: 'ADOPTED', acts: true, asOf: where.asOf ?? now },
    );
  }
  return query;
}
