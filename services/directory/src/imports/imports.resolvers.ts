import type { Resolvers } from '../generated/resolvers.ts';

export const importResolvers = {
  Query: { directoryImportRows: (_, args, { office }) => office.importedRows(args) },
  Mutation: {
    importOrgs: (_, { input }, context) => context.office.importRows(context, input, context.imports.orgs),
    importPeople: (_, { input }, context) => context.office.importRows(context, input, context.imports.people),
    importSites: (_, { input }, context) => context.office.importRows(context, input, context.imports.sites),
    importCalendar: (_, { input }, context) => context.office.importRows(context, input, context.imports.calendar),
  },
} satisfies Resolvers;
