import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Obstacle, ObstacleOrg, ProgressReport } from './progress.ts';

const optional = { nullable: true };

export const ProgressReportEntity = new EntitySchema<ProgressReport>({
  name: 'ProgressReport',
  tableName: 'progress_reports',
  columns: {
    id: column.id(),
    itemId: column.ref('item_id'),
    kind: column.code('kind', 16),
    orgId: column.ref('org_id', optional),
    reporterId: column.ref('reporter_id', optional),
    at: column.instant('at'),
    percent: column.integer('percent', optional),
    text: column.longText('text'),
    fallReason: column.longText('fall_reason', optional),
    problems: column.longText('problems', optional),
    evidence: column.json('evidence'),
    ofLead: column.bool('of_lead', optional),
    reportNo: column.code('report_no', 64, optional),
  },
  indices: [{ name: 'progress_reports_item', columns: ['itemId', 'at'] }],
});

export const ObstacleEntity = new EntitySchema<Obstacle>({
  name: 'Obstacle',
  tableName: 'obstacles',
  columns: {
    id: column.id(),
    itemId: column.ref('item_id'),
    kind: column.code('kind', 16),
    description: column.longText('description'),
    proposal: column.longText('proposal'),
    affectedOrgIds: column.json('affected_org_ids'),
    raisedById: column.ref('raised_by_id', optional),
    raisedAt: column.instant('raised_at'),
    state: column.code('state', 16),
    resolvedById: column.ref('resolved_by_id', optional),
    resolvedAt: column.instant('resolved_at', optional),
    resolution: column.longText('resolution', optional),
    rule: column.code('rule', 16, optional),
    occurrence: column.code('occurrence', 64, optional),
    rootCause: column.longText('root_cause', optional),
    wayOuts: column.json('way_outs', optional),
    escalatedById: column.ref('escalated_by_id', optional),
    escalatedAt: column.instant('escalated_at', optional),
    escalationReason: column.longText('escalation_reason', optional),
  },
  indices: [
    { name: 'obstacles_item', columns: ['itemId', 'raisedAt'] },
    { name: 'obstacles_raised', columns: ['raisedAt'] },
    { name: 'obstacles_resolved', columns: ['resolvedAt'] },
    { name: 'obstacles_open', columns: ['state', 'itemId'] },
    { name: 'obstacles_found', columns: ['itemId', 'rule', 'occurrence'], unique: true },
  ],
});

export const ObstacleOrgEntity = new EntitySchema<ObstacleOrg>({
  name: 'ObstacleOrg',
  tableName: 'obstacle_orgs',
  columns: {
    obstacleId: column.key('obstacle_id'),
    orgId: column.key('org_id'),
    itemId: column.ref('item_id'),
  },
  indices: [{ name: 'obstacle_orgs_org', columns: ['orgId', 'obstacleId'] }],
});
