import { ownCount } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { createDutyCounts } from './duty-counts.repository.ts';
import { createHazardCounts } from './hazard-counts.repository.ts';
import { createInspectionCounts } from './inspection-counts.repository.ts';

export const countResolvers = {
  Query: {
    securityOwnCount: (_, { input }, context) => {
      const read = () => context.kit.db.read;
      return ownCount(
        { ...createHazardCounts(read), ...createDutyCounts(read), ...createInspectionCounts(context) },
        input,
      );
    },
  },
} satisfies Resolvers;
