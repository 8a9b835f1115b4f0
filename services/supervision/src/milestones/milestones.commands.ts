import { evidenceListOf, type Foundation } from '@chengqi/office-kernel';
import { fieldsOf, lineOf, numberOf, type Request, textOf } from '@chengqi/service-kit';
import type { AddMilestoneInput, CompleteMilestoneInput, DropMilestoneInput } from '../generated/graphql.ts';
import { createItemActs } from '../items/act.commands.ts';
import { MilestoneEntity } from './milestone.entity.ts';
import type { Milestone } from './milestone.ts';
import { assertFits, completeMilestone } from './milestone.workflow.ts';

/** What is to be reached by which day. */
export function createMilestoneCommands(foundation: Foundation) {
  const { kit, office } = foundation;
  const { onItem, onPart } = createItemActs(foundation);
  const one = (id: string) => ({
    entity: MilestoneEntity,
    id,
    narrow: (milestone: Milestone) => ({ milestones: [milestone] }),
  });

  return {
    addMilestone: (request: Request, input: AddMilestoneInput) =>
      onItem(request, { name: 'addMilestone', input, action: 'ADD_MILESTONE' }, async (item, act, tx) => {
        const fields = fieldsOf({
          name: () => lineOf('name', input.name, 200),
          weightPercent: () => numberOf('weightPercent', input.weightPercent, 1, 100),
        });
        const plannedAt = office.calendar.endOf(input.plannedOn);
        assertFits(item, act, { ...fields, plannedAt });
        await tx.insert(MilestoneEntity, {
          ...fields,
          ...{ id: kit.ids.next('mst'), itemId: item.id, plannedAt, addedAt: tx.now, addedById: act.by },
          ...{ doneAt: null, doneById: null, evidence: [], droppedAt: null, droppedReason: null },
        });
        return { changes: {}, events: [] };
      }),

    completeMilestone: (request: Request, input: CompleteMilestoneInput) =>
      onPart(
        request,
        { ...one(input.milestoneId), name: 'completeMilestone', input, action: 'COMPLETE_MILESTONE' },
        async (item, act, milestone, tx) => {
          const evidence = evidenceListOf('evidence', input.evidence);
          await tx.manager
            .getRepository(MilestoneEntity)
            .update({ id: milestone.id }, { doneAt: tx.now, doneById: act.by, evidence });
          return completeMilestone(item, act, milestone);
        },
      ),

    dropMilestone: (request: Request, input: DropMilestoneInput) =>
      onPart(
        request,
        { ...one(input.milestoneId), name: 'dropMilestone', input, action: 'DROP_MILESTONE' },
        async (_, __, { id }, tx) => {
          const droppedReason = textOf('reason', input.reason, 2000);
          await tx.manager.getRepository(MilestoneEntity).update({ id }, { droppedAt: tx.now, droppedReason });
          return { changes: {}, events: [] };
        },
      ),
  };
}
