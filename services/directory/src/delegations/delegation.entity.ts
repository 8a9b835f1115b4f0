import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Delegation } from './delegation.ts';

export const DelegationEntity = new EntitySchema<Delegation>({
  name: 'Delegation',
  tableName: 'delegations',
  columns: {
    id: column.id(),
    status: column.code('status', 16),
    ownerOrgId: column.ref('owner_org_id'),
    fromId: column.ref('from_id'),
    toId: column.ref('to_id'),
    postId: column.ref('post_id'),
    roles: column.json('roles'),
    validFrom: column.instant('valid_from'),
    validTo: column.instant('valid_to'),
    reason: column.text('reason', 200),
    revokedAt: column.instant('revoked_at', { nullable: true }),
    revokedById: column.ref('revoked_by_id', { nullable: true }),
    version: column.integer('version'),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
  },
  indices: [
    { name: 'delegations_feed', columns: ['validTo', 'id'] },
    { name: 'delegations_from', columns: ['fromId', 'validTo'] },
    { name: 'delegations_to', columns: ['toId', 'validTo'] },
    { name: 'delegations_org', columns: ['ownerOrgId', 'validTo'] },
  ],
});
