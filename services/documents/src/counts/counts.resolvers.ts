import { ownCount } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { createDocumentCounts } from './counts.repository.ts';

export const countResolvers = {
  Query: { documentsOwnCount: (_, { input }, context) => ownCount(createDocumentCounts(context), input) },
} satisfies Resolvers;
