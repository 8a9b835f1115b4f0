import type { Resolvers } from '../generated/resolvers.ts';

export const reconcileResolvers = {
  Query: { reconcile: (_, args, { reconcile }) => reconcile(args) },
} satisfies Resolvers;
