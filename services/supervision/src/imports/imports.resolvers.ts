import type { Resolvers } from '../generated/resolvers.ts';

export const importResolvers = {
  Query: { supervisionImportRows: (_, args, { office }) => office.importedRows(args) },
  Mutation: {
    importSupervisionItems: (_, { input }, context) => context.imports.items(context, input),
    importProgressReports: (_, { input }, context) => context.imports.progress(context, input),
    importExtensions: (_, { input }, context) => context.imports.extensions(context, input),
    importWeeklyReports: (_, { input }, context) => context.imports.weeklyReports(context, input),
  },
} satisfies Resolvers;
