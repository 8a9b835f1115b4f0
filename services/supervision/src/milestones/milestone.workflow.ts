import type { Decision, WorkingCalendar } from '@chengqi/office-kernel';
import { milestoneReached } from '@chengqi/schemas/events/supervision';
import { badInput, refusal } from '@chengqi/service-kit';
import { type ItemAct, withWorker } from '../items/closing.workflow.ts';
import type { ItemDossier, SupervisionItem } from '../items/item.ts';
import { type Milestone, mostMilestones, weightOf } from './milestone.ts';

/** Refuses what cannot be reached in the item's time, and shares of more than the whole. */
export function assertFits(
  item: ItemDossier,
  { at }: ItemAct,
  { plannedAt, weightPercent }: Pick<Milestone, 'plannedAt' | 'weightPercent'>,
): void {
  if (plannedAt <= at) throw badInput('plannedOn', { en: 'The day is past.', zh: '节点日期已过。' });
  if (item.dueAt !== null && plannedAt > item.dueAt) {
    throw badInput('plannedOn', { en: 'A milestone is not after the limit.', zh: '节点日期不得晚于办理时限。' });
  }
  const planned = item.milestones.filter(({ droppedAt }) => droppedAt === null);
  if (planned.length >= mostMilestones) {
    throw refusal('LIMIT_EXCEEDED', { en: 'At most fifty milestones an item.', zh: '每件最多五十个节点。' });
  }
  if (weightOf(planned) + weightPercent <= 100) return;
  throw badInput('weightPercent', { en: 'The shares come to more than 100.', zh: '各节点权重合计不得超过100。' });
}

export function completeMilestone(
  item: ItemDossier,
  { by, at }: ItemAct,
  milestone: Milestone,
): Decision<SupervisionItem> {
  return {
    changes: { workerIds: withWorker(item, by) },
    events: [
      milestoneReached.create(item, {
        ...{ itemId: item.id, milestoneId: milestone.id, weightPercent: milestone.weightPercent },
        ...{ plannedAt: milestone.plannedAt.toISOString(), at: at.toISOString() },
      }),
    ],
  };
}

/** When it is due as known at `asOf`: as planned, later by the days of each suspension that was over by then. */
export function milestoneDueAt(
  { plannedAt, addedAt }: Milestone,
  { idle }: SupervisionItem,
  asOf: Date,
  calendar: Pick<WorkingCalendar, 'daysBetween' | 'endOf' | 'dayAfter' | 'lastDayOf'>,
): Date {
  const days = idle.reduce((sum, { from, to, dueAt }) => {
    // Only the end of a suspension moves limits, and then says which limit it moved.
    if (to === null || dueAt === undefined || new Date(to) > asOf || new Date(from) < addedAt) return sum;
    return sum + calendar.daysBetween(new Date(from), new Date(to));
  }, 0);
  return days === 0 ? plannedAt : calendar.endOf(calendar.dayAfter(calendar.lastDayOf(plannedAt), days));
}
