import { orgStub, personStub } from '@chengqi/office-kernel';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loaders.items.load(await id) });

export const progressResolvers = {
  Mutation: {
    reportProgress: (_, { input }, context) => changed(context, context.progress.reportProgress(context, input)),
    raiseObstacle: (_, { input }, context) => changed(context, context.progress.raiseObstacle(context, input)),
    resolveObstacle: (_, { input }, context) => changed(context, context.progress.resolveObstacle(context, input)),
  },
  SupervisionItem: {
    reports: ({ id }, _, { loaders }) => loaders.reports.load(id),
    obstacles: ({ id }, _, { loaders }) => loaders.obstacles.load(id),
  },
  ProgressReport: {
    org: ({ orgId }) => orgStub(orgId),
    reporter: ({ reporterId }) => personStub(reporterId),
  },
  Obstacle: {
    affectedOrgs: ({ affectedOrgIds }) => affectedOrgIds.map((id) => orgStub(id)),
    raisedBy: ({ raisedById }) => personStub(raisedById),
    resolvedBy: ({ resolvedById }) => personStub(resolvedById),
  },
} satisfies Resolvers;
