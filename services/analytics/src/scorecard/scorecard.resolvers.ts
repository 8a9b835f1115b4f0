import type { Resolvers } from '../generated/resolvers.ts';

export const scorecardResolvers = {
  Query: { scorecard: (_, args, context) => context.scorecard(context, args) },
  Org: { scorecard: ({ id }, args, context) => context.scorecard(context, { ...args, orgId: id }) },
} satisfies Resolvers;
