import { deliveryQuery } from '../deliveries/delivery.repository.ts';
import { deliveryAccess } from '../deliveries/delivery.workflow.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { documentsWhere } from '../outgoing/document.repository.ts';
import { documentAccess } from '../outgoing/document.workflow.ts';
import { sequencesOf, unansweredAt } from './board.repository.ts';

export const boardResolvers = {
  Query: {
    documentBoard: (_, { orgId, asOf }, { kit }) => ({ orgId, asOf: asOf ?? kit.clock.now() }),
  },
  DocumentBoard: {
    numberSequences: async ({ orgId, asOf }, _, context) => {
      const { read } = context.kit.db;
      const { sql, params } = context.office.orgs.within('d.owner_org_id', orgId);
      const query = documentsWhere(read, {}).andWhere(sql, params);
      return sequencesOf(read, await context.office.counted(context, query, documentAccess), asOf);
    },
    unsignedDeliveries: async ({ orgId, asOf }, _, context) => {
      const { sql, params } = context.office.orgs.within('v.owner_org_id', orgId);
      const query = deliveryQuery(context.kit.db.read).andWhere(sql, params);
      return unansweredAt(await context.office.counted(context, query, deliveryAccess), asOf);
    },
  },
} satisfies Resolvers;
