import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { HazardLink, HazardReplica } from './hazard.ts';

const optional = { nullable: true };

export const HazardReplicaEntity = new EntitySchema<HazardReplica>({
  name: 'HazardReplica',
  tableName: 'hazard_replica',
  columns: {
    id: column.id(),
    code: column.code('code', 64),
    ownerOrgId: column.ref('owner_org_id'),
    secrecyLevel: column.code('secrecy_level', 16),
    siteId: column.ref('site_id'),
    responsibleOrgId: column.ref('responsible_org_id', optional),
    level: column.code('level', 16, optional),
    state: column.code('state', 16),
    listed: column.bool('listed'),
    sourceType: column.code('source_type', 32),
    sourceId: column.ref('source_id', optional),
    title: column.text('title', 200, optional),
    dueAt: column.instant('due_at', optional),
  },
  indices: [{ name: 'hazard_replica_code', columns: ['code'] }],
});

export const HazardLinkEntity = new EntitySchema<HazardLink>({
  name: 'HazardLink',
  tableName: 'hazard_links',
  columns: {
    id: column.id(),
    itemId: column.ref('item_id'),
    role: column.code('role', 16),
    state: column.code('state', 16),
    hazardId: column.ref('hazard_id', optional),
    requestedHazardId: column.ref('requested_hazard_id', optional),
    draftDescription: column.longText('draft_description', optional),
    createdAt: column.instant('created_at'),
  },
  indices: [
    { name: 'hazard_links_item', columns: ['itemId', 'createdAt'] },
    { name: 'hazard_links_hazard', columns: ['hazardId', 'itemId'], unique: true },
    { name: 'hazard_links_requested', columns: ['requestedHazardId'] },
  ],
});
