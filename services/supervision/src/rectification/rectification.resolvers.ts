import type { Resolvers } from '../generated/graphql.ts';

export const rectificationResolvers = {
  Mutation: {
    requireRectification: async (_, { input }, context) => ({
      item: await context.loaders.items.load(await context.rectification.requireRectification(context, input)),
    }),
  },
  SupervisionItem: { hazards: ({ id }, _, { loaders }) => loaders.hazards.load(id) },
  Hazard: {
    __resolveReference: ({ id }) => ({ id }),
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
    hazard: ({ hazardId }) => (hazardId === null ? null : { id: hazardId }),
    draft: ({ draftDescription }) => (draftDescription === null ? null : { description: draftDescription }),
  },
} satisfies Resolvers;
