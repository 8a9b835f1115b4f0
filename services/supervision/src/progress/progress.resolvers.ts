import { loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { blockages } from './obstacles.repository.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loadChanged(loaders.items, id) });

export const progressResolvers = {
  Query: { blockageMatrix: (_, { orgId }, context) => blockages(context, context, orgId) },
  Mutation: {
    reportProgress: (_, { input }, context) => changed(context, context.progress.reportProgress(context, input)),
    raiseObstacle: (_, { input }, context) => changed(context, context.progress.raiseObstacle(context, input)),
    analyseObstacle: (_, { input }, context) => changed(context, context.progress.analyseObstacle(context, input)),
    escalateObstacle: (_, { input }, context) => changed(context, context.progress.escalateObstacle(context, input)),
    acceptRisk: (_, { input }, context) => changed(context, context.progress.acceptRisk(context, input)),
    resolveObstacle: (_, { input }, context) => changed(context, context.progress.resolveObstacle(context, input)),
  },
  SupervisionItem: {
    reports: ({ id }, _, { loaders }) => loaders.reports.load(id),
    obstacles: ({ id }, _, { loaders }) => loaders.obstacles.load(id),
  },
  ProgressReport: {
    org: ({ orgId }) => reference('Org', orgId),
    reporter: ({ reporterId }) => reference('Person', reporterId),
  },
  Obstacle: {
    affectedOrgs: ({ affectedOrgIds }) => affectedOrgIds.map((id) => reference('Org', id)),
    raisedBy: ({ raisedById }) => reference('Person', raisedById),
    escalatedBy: ({ escalatedById }) => reference('Person', escalatedById),
    resolvedBy: ({ resolvedById }) => reference('Person', resolvedById),
    wayOuts: ({ wayOuts }) => [...(wayOuts ?? [])],
  },
  WayOut: { at: ({ at }) => new Date(at), by: ({ by }) => reference('Person', by) },
  Blockage: {
    blocked: ({ blockedOrgId }) => reference('Org', blockedOrgId),
    blocking: ({ blockingOrgId }) => reference('Org', blockingOrgId),
  },
} satisfies Resolvers;
