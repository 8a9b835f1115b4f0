import { ownCount } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { createMeetingCounts } from './counts.repository.ts';

export const countResolvers = {
  Query: { meetingsOwnCount: (_, { input }, context) => ownCount(createMeetingCounts(context), input) },
} satisfies Resolvers;
