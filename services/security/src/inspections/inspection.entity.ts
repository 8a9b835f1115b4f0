import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Finding, InspectionTask } from './inspection.ts';

export const InspectionTaskEntity = new EntitySchema<InspectionTask>({
  name: 'InspectionTask',
  tableName: 'inspection_tasks',
  columns: {
    ...column.root(),
    taskNo: column.code('task_no', 64),
    siteId: column.ref('site_id'),
    kind: column.code('kind', 16),
    template: column.text('template', 200, { nullable: true }),
    inspectorIds: column.json('inspector_ids'),
    dueOn: column.day('due_on'),
    startedAt: column.instant('started_at', { nullable: true }),
    finishedAt: column.instant('finished_at', { nullable: true }),
    score: column.integer('score', { nullable: true }),
  },
  indices: [
    { name: 'inspection_tasks_number', columns: ['taskNo', 'ownerOrgId'], unique: true },
    { name: 'inspection_tasks_feed', columns: ['dueOn', 'id'] },
    { name: 'inspection_tasks_site', columns: ['siteId', 'finishedAt'] },
    { name: 'inspection_tasks_open', columns: ['secrecyLevel', 'id'] },
    { name: 'inspection_tasks_owner', columns: ['ownerOrgId', 'id'] },
  ],
});

export const FindingEntity = new EntitySchema<Finding>({
  name: 'Finding',
  tableName: 'findings',
  columns: {
    id: column.id(),
    findingNo: column.code('finding_no', 64),
    taskId: column.ref('task_id'),
    itemKey: column.code('item_key', 64),
    text: column.longText('text', { nullable: true }),
    level: column.code('level', 16),
    fixedOnSpot: column.bool('fixed_on_spot'),
  },
  indices: [
    { name: 'findings_once', columns: ['taskId', 'itemKey'], unique: true },
    { name: 'findings_number', columns: ['findingNo'] },
  ],
});
