import { mapConnection } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { itemsBelow } from '../items/item.repository.ts';
import { itemAccess } from '../items/item.workflow.ts';

export const lightResolvers = {
  Query: {
    itemLights: async (_, { orgId, asOf, ...page }, context) => {
      const at = asOf ?? null;
      const query = itemsBelow(context.kit.db.read, context.office, orgId);
      const orderBy = { registeredAt: 'ASC' } as const;
      const items = await context.office.page(context, query, itemAccess, { ...page, orderBy, rule: 'countable' });
      return mapConnection(items, (item) => ({ item, asOf: at }));
    },
  },
  ItemLight: {
    id: ({ item }) => item.id,
    code: ({ item }) => item.code ?? '',
    light: async ({ item, asOf }, _, { loaders }) => (await loaders.light(item, asOf)).light,
    reason: async ({ item, asOf }, _, { loaders }) => (await loaders.light(item, asOf)).reason,
  },
} satisfies Resolvers;
