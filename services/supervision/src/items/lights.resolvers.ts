import { connection } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/graphql.ts';
import { SupervisionItemEntity } from './item.entity.ts';
import type { SupervisionItem } from './item.ts';
import { itemAccess } from './item.workflow.ts';

/** An item at one moment. */
export interface ItemLight {
  readonly item: SupervisionItem;
  readonly asOf: Date;
}

export const lightResolvers: Resolvers = {
  Query: {
    itemLights: async (_, { orgId, asOf, ...page }, { office, kit, viewer }) => {
      const at = asOf ?? kit.clock.now();
      const { sql, params } = office.countable(viewer, { alias: 'item', roles: itemAccess.roles });
      const query = kit.db.read
        .getRepository<SupervisionItem>(SupervisionItemEntity)
        .createQueryBuilder('item')
        .where(sql, params)
        .andWhere('item.registeredAt IS NOT NULL')
        .andWhere('EXISTS (SELECT 1 FROM org_replica o WHERE o.id = item.owner_org_id AND o.path LIKE :subtree)', {
          subtree: `%/${orgId}/%`,
        });
      const orderBy = { column: 'item.registeredAt', direction: 'ASC' } as const;
      const items = await connection(query, page, { alias: 'item', orderBy });
      return {
        ...items,
        edges: items.edges.map(({ cursor, node }) => ({ cursor, node: { item: node, asOf: at } })),
        nodes: items.nodes.map((item) => ({ item, asOf: at })),
      };
    },
  },
  ItemLight: {
    id: ({ item }) => item.id,
    code: ({ item }) => item.code ?? '',
    light: async ({ item, asOf }, _, { loaders }) => (await loaders.light(item, asOf)).light,
    reason: async ({ item, asOf }, _, { loaders }) => (await loaders.light(item, asOf)).reason,
  },
};
