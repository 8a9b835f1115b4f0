import { deadlineList, deadlineResolvers as shared } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { itemAccess } from '../items/item.workflow.ts';

export const deadlineResolvers = {
  ...shared,
  Query: { supervisionDeadlines: deadlineList(['sup_', itemAccess]) },
  SupervisionItem: { deadlines: ({ id }, _, { loaders }) => loaders.deadlines.load(id) },
} satisfies Resolvers;
