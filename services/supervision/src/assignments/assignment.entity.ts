import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Assignment } from './assignment.ts';

const optional = { nullable: true };

export const AssignmentEntity = new EntitySchema<Assignment>({
  name: 'Assignment',
  tableName: 'assignments',
  columns: {
    id: column.id(),
    itemId: column.ref('item_id'),
    orgId: column.ref('org_id'),
    lead: column.bool('lead'),
    responsibleLeaderId: column.ref('responsible_leader_id', optional),
    handlerId: column.ref('handler_id', optional),
    state: column.code('state', 16),
    progressPercent: column.integer('progress_percent'),
    sentAt: column.instant('sent_at'),
    acceptedAt: column.instant('accepted_at', optional),
    doneAt: column.instant('done_at', optional),
    dueAt: column.instant('due_at', optional),
    dispute: column.json('dispute', optional),
  },
  indices: [
    { name: 'assignments_part', columns: ['itemId', 'orgId'], unique: true },
    { name: 'assignments_org', columns: ['orgId', 'itemId'] },
    { name: 'assignments_handler', columns: ['handlerId', 'itemId'] },
    { name: 'assignments_leader', columns: ['responsibleLeaderId', 'itemId'] },
  ],
});
