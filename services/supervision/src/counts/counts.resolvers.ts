import type { Resolvers } from '../generated/resolvers.ts';
import { ownCount } from './counts.repository.ts';

export const countResolvers = {
  Query: { supervisionOwnCount: (_, { input }, context) => ownCount(context, input) },
} satisfies Resolvers;
