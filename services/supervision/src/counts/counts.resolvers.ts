import { ownCount } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { createItemActCounts } from './item-act-counts.repository.ts';
import { createItemCounts } from './item-counts.repository.ts';
import { createObstacleCounts } from './obstacle-counts.repository.ts';
import { createReportCounts } from './report-counts.repository.ts';

export const countResolvers = {
  Query: {
    supervisionOwnCount: (_, { input }, context) =>
      ownCount(
        {
          ...createItemCounts(context),
          ...createItemActCounts(context),
          ...createObstacleCounts(context),
          ...createReportCounts(context),
        },
        input,
      ),
  },
} satisfies Resolvers;
