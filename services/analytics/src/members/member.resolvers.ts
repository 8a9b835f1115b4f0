import { reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { entityNames } from '../lineage/lineage.ts';
import { lateFacts } from './late-fact.repository.ts';
import { lateClockOf } from './late-fact.ts';
import { metricMembers } from './member.repository.ts';
import { thingOf } from './member.ts';

export const memberResolvers = {
  Query: {
    metricMembers: (_, args, context) => metricMembers(context, context, args),
    lateFacts: (_, args, context) => lateFacts(context, context, args),
  },
  Metric: {
    hasMembers: (metric) => thingOf(metric) !== null,
    hasLateFacts: (metric) => lateClockOf(metric) !== null,
  },
  MetricMember: { entity: ({ id, type }) => ({ __typename: entityNames[type], id }) },
  LateFact: {
    org: ({ orgId }) => reference('Org', orgId),
    entity: ({ entityId, type }) => (entityId === null ? null : { __typename: entityNames[type], id: entityId }),
  },
} satisfies Resolvers;
