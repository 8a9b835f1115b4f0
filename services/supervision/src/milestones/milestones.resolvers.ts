import { loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { type Milestone, milestonePercent } from './milestone.ts';
import { milestoneDueAt } from './milestone.workflow.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loadChanged(loaders.items, id) });

async function dueAt(milestone: Milestone, { kit, office, loaders }: Context): Promise<Date> {
  const item = await loaders.items.load(milestone.itemId);
  return item ? milestoneDueAt(milestone, item, kit.clock.now(), await office.calendar.days()) : milestone.plannedAt;
}

export const milestoneResolvers = {
  Mutation: {
    addMilestone: (_, { input }, context) => changed(context, context.milestones.addMilestone(context, input)),
    completeMilestone: (_, { input }, context) =>
      changed(context, context.milestones.completeMilestone(context, input)),
    dropMilestone: (_, { input }, context) => changed(context, context.milestones.dropMilestone(context, input)),
  },
  SupervisionItem: {
    milestones: ({ id }, _, { loaders }) => loaders.milestones.load(id),
    milestonePercent: async ({ id }, _, { loaders }) => milestonePercent(await loaders.milestones.load(id)),
  },
  Milestone: {
    plannedOn: ({ plannedAt }, _, { office }) => office.calendar.lastDayOf(plannedAt),
    dueAt: (milestone, _, context) => dueAt(milestone, context),
    dueOn: async (milestone, _, context) => context.office.calendar.lastDayOf(await dueAt(milestone, context)),
    addedBy: ({ addedById }) => reference('Person', addedById),
    doneBy: ({ doneById }) => reference('Person', doneById),
  },
} satisfies Resolvers;
