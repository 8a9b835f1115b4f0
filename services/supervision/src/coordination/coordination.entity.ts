import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { CoordinationCase } from './coordination.ts';

const optional = { nullable: true };

export const CoordinationCaseEntity = new EntitySchema<CoordinationCase>({
  name: 'CoordinationCase',
  tableName: 'coordination_cases',
  columns: {
    ...column.root(),
    subject: column.text('subject', 200),
    itemId: column.ref('item_id', optional),
    obstacleId: column.ref('obstacle_id', optional),
    documentId: column.ref('document_id', optional),
    runningDocumentId: column.ref('running_document_id', optional),
    requesterOrgId: column.ref('requester_org_id'),
    requestedById: column.ref('requested_by_id', optional),
    parties: column.json('parties'),
    coordinatorId: column.ref('coordinator_id', optional),
    level: column.code('level', 16),
    dueAt: column.instant('due_at'),
    outcome: column.longText('outcome', optional),
    result: column.code('result', 16, optional),
    decidedAt: column.instant('decided_at', optional),
    decidedById: column.ref('decided_by_id', optional),
  },
  indices: [
    { name: 'coordination_cases_feed', columns: ['createdAt', 'id'] },
    { name: 'coordination_cases_obstacle', columns: ['obstacleId', 'createdAt'] },
    { name: 'coordination_cases_item', columns: ['itemId'] },
    { name: 'coordination_cases_document', columns: ['documentId', 'createdAt'] },
    { name: 'coordination_cases_running', columns: ['runningDocumentId'], unique: true },
    { name: 'coordination_cases_open', columns: ['secrecyLevel', 'id'] },
    { name: 'coordination_cases_decided', columns: ['decidedAt', 'ownerOrgId'] },
    { name: 'coordination_cases_owner', columns: ['ownerOrgId', 'id'] },
  ],
});
