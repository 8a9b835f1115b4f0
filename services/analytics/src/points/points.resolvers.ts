import type { Resolvers } from '../generated/resolvers.ts';
import { followsChains } from '../lineage/lineage.repository.ts';
import { metricMembers } from '../members/member.repository.ts';

export const pointResolvers = {
  Query: { fourPoints: (_, args, context) => context.fourPoints(context, args) },
  Point: {
    members: ({ membersOf, where, asOf }, page, context) =>
      membersOf === null || !followsChains(context.viewer)
        ? null
        : metricMembers(context, context, { ...page, metric: membersOf, where, asOf }),
  },
} satisfies Resolvers;
