import type { Resolvers } from '../generated/graphql.ts';

export const reconcileResolvers: Resolvers = {
  Query: { reconcile: (_, args, { reconcile }) => reconcile(args) },
};
