import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Resolution } from './resolution.ts';

const nullable = { nullable: true };

export const ResolutionEntity = new EntitySchema<Resolution>({
  name: 'Resolution',
  tableName: 'resolutions',
  columns: {
    ...column.root(24),
    code: column.code('code', 48),
    meetingId: column.ref('meeting_id'),
    agendaItemId: column.ref('agenda_item_id', nullable),
    text: column.longText('text'),
    requiresAction: column.bool('requires_action'),
    leadOrgId: column.ref('lead_org_id', nullable),
    coOrgIds: column.json('co_org_ids'),
    leaderId: column.ref('leader_id', nullable),
    dueOn: column.day('due_on', nullable),
    adoptedAt: column.instant('adopted_at', nullable),
    superviseBy: column.instant('supervise_by', nullable),
    supervisingOrgId: column.ref('supervising_org_id', nullable),
    itemId: column.ref('item_id', nullable),
    supervisedAt: column.instant('supervised_at', nullable),
    waiverReason: column.text('waiver_reason', 500, nullable),
    waivedById: column.ref('waived_by_id', nullable),
    waivedAt: column.instant('waived_at', nullable),
  },
  indices: [
    { name: 'resolution_code', columns: ['code', 'ownerOrgId'], unique: true },
    { name: 'resolution_meeting', columns: ['meetingId', 'code'] },
    { name: 'resolution_orphan', columns: ['status', 'superviseBy'] },
    { name: 'resolution_lead', columns: ['leadOrgId', 'code'] },
    { name: 'resolution_due', columns: ['dueOn'] },
    { name: 'resolution_open', columns: ['secrecyLevel', 'id'] },
    { name: 'resolution_owner', columns: ['ownerOrgId', 'id'] },
    { name: 'resolution_feed', columns: ['code', 'id'] },
    { name: 'resolution_state', columns: ['status', 'code', 'id'] },
    { name: 'resolution_item', columns: ['itemId'] },
  ],
});

/** A lead or co organisation of a resolution, so that an organisation's resolutions are found by index. */
export interface ResolutionOrg {
  resolutionId: string;
  orgId: string;
}

export const ResolutionOrgEntity = new EntitySchema<ResolutionOrg>({
  name: 'ResolutionOrg',
  tableName: 'resolution_orgs',
  columns: { resolutionId: column.key('resolution_id'), orgId: column.key('org_id') },
  indices: [{ name: 'resolution_org_org', columns: ['orgId'] }],
});
