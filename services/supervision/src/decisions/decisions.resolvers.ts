import type { Resolvers } from '../generated/graphql.ts';
import { orphanDecisions, registerBy } from './orphans.repository.ts';

const stub = (id: string | null) => (id === null ? null : { id });

export const decisionResolvers: Resolvers = {
  Query: { orphanDecisions: (_, args, context) => orphanDecisions(context, context, args) },
  Resolution: {
    __resolveReference: ({ id }) => ({ id }),
    supervisionItem: async ({ id }, _, { loaders }) => {
      const itemId = await loaders.itemIdsOfResolutions.load(id);
      return itemId === null ? null : loaders.items.load(itemId);
    },
  },
  OrphanDecision: {
    resolution: ({ id }) => ({ id }),
    registerBy: async ({ adoptedAt }, _, { office }) => registerBy(await office.calendar.days(), adoptedAt),
    leadOrg: ({ leadOrgId }) => stub(leadOrgId),
    supervisingOrg: ({ ownerOrgId }) => stub(ownerOrgId),
  },
};
