import { actionFields, reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { unsignedDeliveries } from './delivery.repository.ts';
import { deliveryAccess, deliveryWorkflow } from './delivery.workflow.ts';

export const deliveryResolvers = {
  Query: {
    deliveries: async (_, { documentId, state }, { loaders }) => {
      const deliveries = await loaders.deliveriesOf.load(documentId);
      return state ? deliveries.filter(({ status }) => status === state) : deliveries;
    },
    unsignedDeliveries: (_, { org, ...page }, context) =>
      context.office.page(context, unsignedDeliveries(context.kit.db.read, org), deliveryAccess, {
        ...page,
        orderBy: { createdAt: 'ASC' },
      }),
  },
  Mutation: {
    importDeliveries: (_, { input }, context) => context.office.importRows(context, input, context.deliveries.imports),
    signDelivery: async (_, { input }, context) =>
      context.loaders.deliveryPayload(await context.deliveries.signDelivery(context, input)),
    rejectDelivery: async (_, { input }, context) =>
      context.loaders.deliveryPayload(await context.deliveries.rejectDelivery(context, input)),
  },
  Delivery: {
    __resolveReference: ({ id }, { loaders }) => loaders.deliveries.load(id),
    document: ({ documentId }, _, { loaders }) => loaders.documents.load(documentId),
    org: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    state: ({ status }) => status,
    sentAt: ({ createdAt }) => createdAt,
    answeredBy: ({ answeredById }) => reference('Person', answeredById),
    urgedCount: ({ urgedCount }) => urgedCount ?? 0,
    ...actionFields(deliveryWorkflow),
  },
  DeliveryConnection: { totalCount: ({ totalCount }) => totalCount() },
} satisfies Resolvers;
