import { deadlineList, deadlineResolvers as shared } from '@chengqi/office-kernel';
import { coordinationAccess } from '../coordination/coordination.workflow.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { itemAccess } from '../items/item.workflow.ts';

export const deadlineResolvers = {
  ...shared,
  Query: { supervisionDeadlines: deadlineList(['sup_', itemAccess], ['crd_', coordinationAccess]) },
  CoordinationCase: { deadlines: ({ id }, _, { loaders }) => loaders.deadlines.load(id) },
  SupervisionItem: { deadlines: ({ id }, _, { loaders }) => loaders.deadlines.load(id) },
} satisfies Resolvers;
