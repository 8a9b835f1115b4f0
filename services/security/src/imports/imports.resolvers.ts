import type { Resolvers } from '../generated/resolvers.ts';

export const importResolvers = {
  Query: { securityImportRows: (_, args, { office }) => office.importedRows(args) },
  Mutation: {
    importDutyRoster: (_, { input }, context) => context.imports.dutyRoster(context, input),
    importDutyLog: (_, { input }, context) => context.imports.dutyLog(context, input),
    importInspections: (_, { input }, context) => context.imports.inspections(context, input),
    importFindings: (_, { input }, context) => context.imports.findings(context, input),
    importHazards: (_, { input }, context) => context.imports.hazards(context, input),
    importRechecks: (_, { input }, context) => context.imports.rechecks(context, input),
  },
} satisfies Resolvers;
