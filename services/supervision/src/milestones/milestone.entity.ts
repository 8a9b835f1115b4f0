import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Milestone } from './milestone.ts';

const optional = { nullable: true };

export const MilestoneEntity = new EntitySchema<Milestone>({
  name: 'Milestone',
  tableName: 'milestones',
  columns: {
    id: column.id(),
    itemId: column.ref('item_id'),
    name: column.text('name', 200),
    plannedAt: column.instant('planned_at'),
    weightPercent: column.integer('weight_percent'),
    addedAt: column.instant('added_at'),
    addedById: column.ref('added_by_id', optional),
    doneAt: column.instant('done_at', optional),
    doneById: column.ref('done_by_id', optional),
    evidence: column.json('evidence'),
    droppedAt: column.instant('dropped_at', optional),
    droppedReason: column.longText('dropped_reason', optional),
  },
  indices: [{ name: 'milestones_item', columns: ['itemId', 'plannedAt'] }],
});
