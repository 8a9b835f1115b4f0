import { ownCount } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { createItemCounts } from './item-counts.repository.ts';

export const countResolvers = {
  Query: { supervisionOwnCount: (_, { input }, context) => ownCount(createItemCounts(context), input) },
} satisfies Resolvers;
