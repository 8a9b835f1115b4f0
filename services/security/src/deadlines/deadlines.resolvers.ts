import { deadlineList, deadlineResolvers as shared } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { hazardAccess } from '../hazards/hazard.workflow.ts';

export const deadlineResolvers = {
  ...shared,
  Query: { securityDeadlines: deadlineList(['haz_', hazardAccess]) },
  Hazard: { deadlines: ({ id }, _, { loaders }) => loaders.deadlines.load(id) },
} satisfies Resolvers;
