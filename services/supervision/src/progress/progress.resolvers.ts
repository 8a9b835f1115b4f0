import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';

const stub = (id: string | null) => (id === null ? null : { id });
const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loaders.items.load(await id) });

export const progressResolvers: Resolvers = {
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
    org: ({ orgId }) => stub(orgId),
    reporter: ({ reporterId }) => stub(reporterId),
  },
  Obstacle: {
    affectedOrgs: ({ affectedOrgIds }) => affectedOrgIds.map((id: string) => ({ id })),
    raisedBy: ({ raisedById }) => stub(raisedById),
    resolvedBy: ({ resolvedById }) => stub(resolvedById),
  },
};
