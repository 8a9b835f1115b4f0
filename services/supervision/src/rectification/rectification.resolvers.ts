import { loadChanged, reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';

export const rectificationResolvers = {
  Mutation: {
    requireRectification: async (_, { input }, context) => ({
      item: await loadChanged(context.loaders.items, context.rectification.requireRectification(context, input)),
    }),
  },
  SupervisionItem: { hazards: ({ id }, _, { loaders }) => loaders.hazards.load(id) },
  Hazard: {
    __resolveReference: (known) => known,
    supervisionItem: async ({ id }, _, { loaders }) => {
      const itemId = await loaders.itemIdsOfHazards.load(id);
      return itemId === null ? null : loaders.items.load(itemId);
    },
  },
  HazardLink: {
    __resolveReference: async ({ id }, { loaders }) => {
      const link = await loaders.hazardLinks.load(id);
      return link && (await loaders.items.load(link.itemId)) ? link : null;
    },
    hazard: ({ hazardId }) => reference('Hazard', hazardId),
    draft: ({ draftDescription }) => (draftDescription === null ? null : { description: draftDescription }),
  },
} satisfies Resolvers;
