import { ownCount } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { createItemCounts } from './item-counts.repository.ts';
import { createReportCounts } from './report-counts.repository.ts';

export const countResolvers = {
  Query: {
    supervisionOwnCount: (_, { input }, context) =>
      ownCount({ ...createItemCounts(context), ...createReportCounts(context) }, input),
  },
} satisfies Resolvers;
