import type { Resolvers } from '../generated/resolvers.ts';
import { entityNames } from '../lineage/lineage.ts';
import { metricMembers } from './member.repository.ts';
import { thingOf } from './member.ts';

export const memberResolvers = {
  Query: { metricMembers: (_, args, context) => metricMembers(context, context, args) },
  Metric: { hasMembers: (metric) => thingOf(metric) !== null },
  MetricMember: { entity: ({ id, type }) => ({ __typename: entityNames[type], id }) },
} satisfies Resolvers;
