import { reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { itemAccess } from '../items/item.workflow.ts';
import { orphanDecisions, registerBy } from './orphans.repository.ts';

export const decisionResolvers = {
  Query: {
    orphanDecisions: async (_, { where, asOf, ...page }, context) => {
      const { office, kit } = context;
      const query = orphanDecisions(kit, await office.calendar.days(), asOf ?? kit.clock.now(), where ?? {});
      const access = { type: 'Resolution', roles: itemAccess.roles };
      return office.page(context, query, access, { ...page, orderBy: { adoptedAt: 'ASC' }, rule: 'countable' });
    },
  },
  Resolution: {
    __resolveReference: (known) => known,
    supervisionItem: async ({ id }, _, { loaders }) => {
      const itemId = await loaders.itemIdsOfResolutions.load(id);
      return itemId === null ? null : loaders.items.load(itemId);
    },
  },
  OrphanDecision: {
    resolution: ({ id }) => reference('Resolution', id),
    registerBy: async ({ adoptedAt }, _, { office }) => registerBy(await office.calendar.days(), adoptedAt),
    leadOrg: ({ leadOrgId }) => reference('Org', leadOrgId),
    supervisingOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
} satisfies Resolvers;
