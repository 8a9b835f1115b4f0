import type { Replicated } from '@chengqi/office-kernel';
import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { ResolutionReplica } from './resolution.ts';

const optional = { nullable: true };

export const ResolutionReplicaEntity = new EntitySchema<ResolutionReplica>({
  name: 'ResolutionReplica',
  tableName: 'resolution_replica',
  columns: {
    id: column.id(),
    ownerOrgId: column.ref('owner_org_id'),
    secrecyLevel: column.code('secrecy_level', 16),
    code: column.code('code', 64),
    meetingId: column.ref('meeting_id'),
    text: column.longText('text', optional),
    requiresAction: column.bool('requires_action'),
    waived: column.bool('waived'),
    leadOrgId: column.ref('lead_org_id', optional),
    coOrgIds: column.json('co_org_ids'),
    leaderId: column.ref('leader_id', optional),
    dueOn: column.day('due_on', optional),
    adoptedAt: column.instant('adopted_at'),
    followedAt: column.instant('followed_at', optional),
  },
  indices: [
    { name: 'resolution_replica_adopted', columns: ['adoptedAt', 'id'] },
    { name: 'resolution_replica_code', columns: ['code'] },
    { name: 'resolution_replica_open', columns: ['secrecyLevel', 'id'] },
    { name: 'resolution_replica_owner', columns: ['ownerOrgId', 'id'] },
    { name: 'resolution_replica_orphan', columns: ['requiresAction', 'waived', 'followedAt', 'adoptedAt', 'id'] },
  ],
});

/** Resolutions as meetings answers for them. */
export const resolutionsThere: Replicated<ResolutionReplica> = {
  owner: 'meetings',
  type: 'Resolution',
  entity: ResolutionReplicaEntity,
};
