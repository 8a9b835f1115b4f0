import { connection } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/graphql.ts';
import { org, person } from '../stubs.ts';
import { unsignedDeliveries } from './delivery.queries.ts';
import { deliveryWorkflow } from './delivery.workflow.ts';

const oldestFirst = { alias: 'v', orderBy: { column: 'v.createdAt', direction: 'ASC' } } as const;

export const deliveryResolvers = {
  Query: {
    deliveries: async (_, { documentId, state }, { loaders }) => {
      const deliveries = await loaders.deliveriesOf.load(documentId);
      return state ? deliveries.filter(({ status }) => status === state) : deliveries;
    },
    unsignedDeliveries: async (_, { org: recipient, ...page }, { scope, loaders }) =>
      loaders.auditDeliveries(await connection(unsignedDeliveries(scope(), recipient), page, oldestFirst)),
  },
  Mutation: {
    signDelivery: async (_, { input }, { request, deliveries, loaders }) =>
      loaders.deliveryPayload(await deliveries.signDelivery(request, input)),
    rejectDelivery: async (_, { input }, { request, deliveries, loaders }) =>
      loaders.deliveryPayload(await deliveries.rejectDelivery(request, input)),
  },
  Delivery: {
    __resolveReference: ({ id }, { loaders }) => loaders.deliveries.load(id),
    document: ({ documentId }, _, { loaders }) => loaders.documents.load(documentId),
    org: ({ ownerOrgId }) => org(ownerOrgId),
    ownerOrg: ({ ownerOrgId }) => org(ownerOrgId),
    state: ({ status }) => status,
    sentAt: ({ createdAt }) => createdAt,
    answeredBy: ({ answeredById }) => person(answeredById),
    allowedActions: (delivery, _, { request }) => deliveryWorkflow.allowedActions(request.actor, delivery),
  },
  DeliveryConnection: { totalCount: ({ totalCount }) => totalCount() },
} satisfies Resolvers;
