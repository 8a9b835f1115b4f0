import { deadlineList, deadlineResolvers as shared } from '@chengqi/office-kernel';
import { deliveryAccess } from '../deliveries/delivery.workflow.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { documentAccess } from '../outgoing/document.workflow.ts';

export const deadlineResolvers = {
  ...shared,
  Query: { documentDeadlines: deadlineList(['doc_', documentAccess], ['dlv_', deliveryAccess]) },
  Document: { deadlines: ({ id }, _, { loaders }) => loaders.deadlines.load(id) },
  Delivery: { deadlines: ({ id }, _, { loaders }) => loaders.deadlines.load(id) },
} satisfies Resolvers;
