import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Hazard, HazardLink, Recheck, Rectification } from './hazard.ts';

export const HazardEntity = new EntitySchema<Hazard>({
  name: 'Hazard',
  tableName: 'hazards',
  columns: {
    id: column.id(),
    code: column.code('code', 40),
    status: column.code('status', 16),
    version: column.integer('version'),
    ownerOrgId: column.ref('owner_org_id'),
    secrecyLevel: column.code('secrecy_level', 16),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
    siteId: column.ref('site_id'),
    siteOrgId: column.ref('site_org_id'),
    description: column.longText('description', { nullable: true }),
    category: column.code('category', 16),
    level: column.code('level', 16, { nullable: true }),
    sourceType: column.code('source_type', 20),
    sourceId: column.ref('source_id', { nullable: true }),
    sourceLinkId: column.ref('source_link_id', { nullable: true }),
    reporterId: column.ref('reporter_id', { nullable: true }),
    anonymous: column.bool('anonymous'),
    reportedAt: column.instant('reported_at'),
    confirmedById: column.ref('confirmed_by_id', { nullable: true }),
    confirmedAt: column.instant('confirmed_at', { nullable: true }),
    responsibleOrgId: column.ref('responsible_org_id', { nullable: true }),
    dueAt: column.instant('due_at', { nullable: true }),
    originalDueAt: column.instant('original_due_at', { nullable: true }),
    extensions: column.integer('extensions'),
    extensionReason: column.longText('extension_reason', { nullable: true }),
    listed: column.bool('listed'),
    listedById: column.ref('listed_by_id', { nullable: true }),
    plan: column.json('plan', { nullable: true }),
    earlierPlans: column.json('earlier_plans'),
    rectifierIds: column.json('rectifier_ids'),
    recheckerId: column.ref('rechecker_id', { nullable: true }),
    failCount: column.integer('fail_count'),
    rootCause: column.longText('root_cause', { nullable: true }),
    preventive: column.longText('preventive', { nullable: true }),
    recurrenceOfId: column.ref('recurrence_of_id', { nullable: true }),
    notifiedStaffAt: column.instant('notified_staff_at', { nullable: true }),
    reportedToRegulatorAt: column.instant('reported_to_regulator_at', { nullable: true }),
    stopUse: column.bool('stop_use'),
    stoppedAt: column.instant('stopped_at', { nullable: true }),
    closedAt: column.instant('closed_at', { nullable: true }),
    dismissReason: column.longText('dismiss_reason', { nullable: true }),
    reopenReason: column.longText('reopen_reason', { nullable: true }),
  },
  indices: [
    { name: 'hazards_code', columns: ['ownerOrgId', 'code'], unique: true },
    { name: 'hazards_feed', columns: ['reportedAt', 'id'] },
    { name: 'hazards_site', columns: ['siteId', 'status'] },
    { name: 'hazards_responsible', columns: ['responsibleOrgId', 'status'] },
    { name: 'hazards_state', columns: ['status', 'reportedAt', 'id'] },
    { name: 'hazards_restriction', columns: ['stopUse', 'status'] },
    { name: 'hazards_source', columns: ['sourceId'] },
  ],
});

export const RectificationEntity = new EntitySchema<Rectification>({
  name: 'Rectification',
  tableName: 'rectifications',
  columns: {
    id: column.id(),
    hazardId: column.ref('hazard_id'),
    round: column.integer('round'),
    byId: column.ref('by_id'),
    at: column.instant('done_at'),
    onSpot: column.bool('on_spot'),
    results: column.json('results'),
  },
  indices: [{ name: 'rectifications_round', columns: ['hazardId', 'round'], unique: true }],
});

export const RecheckEntity = new EntitySchema<Recheck>({
  name: 'Recheck',
  tableName: 'rechecks',
  columns: {
    id: column.id(),
    hazardId: column.ref('hazard_id'),
    round: column.integer('round'),
    byId: column.ref('by_id'),
    at: column.instant('checked_at'),
    result: column.code('result', 8),
    findings: column.longText('findings', { nullable: true }),
    evidence: column.json('evidence'),
  },
  indices: [{ name: 'rechecks_round', columns: ['hazardId', 'round'], unique: true }],
});

export const HazardLinkEntity = new EntitySchema<HazardLink>({
  name: 'HazardLink',
  tableName: 'hazard_links',
  columns: {
    id: column.id(),
    itemId: column.ref('item_id'),
    hazardId: column.ref('hazard_id'),
    supervisorOrgId: column.ref('supervisor_org_id'),
    createdAt: column.instant('created_at'),
  },
  indices: [
    { name: 'hazard_links_once', columns: ['itemId', 'hazardId'], unique: true },
    { name: 'hazard_links_hazard', columns: ['hazardId'] },
  ],
});
