import type { Resolvers } from '../generated/graphql.ts';

export const reconcileResolvers = {
  Query: { reconcile: (_, args, { reconcile }) => reconcile(args) },
} satisfies Resolvers;
