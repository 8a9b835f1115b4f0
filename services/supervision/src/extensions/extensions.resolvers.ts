import { loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loadChanged(loaders.items, id) });

export const extensionResolvers = {
  Mutation: {
    requestExtension: (_, { input }, context) => changed(context, context.extensions.requestExtension(context, input)),
    decideExtension: (_, { input }, context) => changed(context, context.extensions.decideExtension(context, input)),
  },
  SupervisionItem: {
    extensions: ({ id }, _, { loaders }) => loaders.extensions.load(id),
    extendedDays: async ({ id }, _, { loaders, office }) => {
      const calendar = await office.calendar.days();
      const granted = (await loaders.extensions.load(id)).filter(({ decision }) => decision === 'APPROVED');
      return granted.reduce((sum, { fromDueAt, toDueAt }) => sum + calendar.daysBetween(fromDueAt, toDueAt), 0);
    },
  },
  Extension: {
    fromDueOn: ({ fromDueAt }, _, { office }) => office.calendar.lastDayOf(fromDueAt),
    toDueOn: ({ toDueAt }, _, { office }) => office.calendar.lastDayOf(toDueAt),
    decideOn: ({ decideBy }, _, { office }) => office.calendar.lastDayOf(decideBy),
    requestedBy: ({ requestedById }) => reference('Person', requestedById),
    decidedBy: ({ decidedById }) => reference('Person', decidedById),
  },
} satisfies Resolvers;
