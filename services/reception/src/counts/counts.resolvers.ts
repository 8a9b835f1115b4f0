import { ownCount } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { createCallCounts } from './call-counts.repository.ts';
import { createCaseCounts } from './case-counts.repository.ts';
import { createHouseCounts } from './house-counts.repository.ts';
import { createSatisfactionCounts } from './satisfaction-counts.repository.ts';

export const countResolvers = {
  Query: {
    receptionOwnCount: (_, { input }, context) =>
      ownCount(
        {
          ...createCallCounts(context),
          ...createCaseCounts(context),
          ...createSatisfactionCounts(context),
          ...createHouseCounts(context),
        },
        input,
      ),
  },
} satisfies Resolvers;
