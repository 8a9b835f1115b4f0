import type { Resolvers } from '../generated/resolvers.ts';

export const importResolvers = {
  Mutation: {
    importCallsCdr: (_, { input }, context) => context.imports.callsCdr(context, input),
    importCallNotes: (_, { input }, context) => context.imports.callNotes(context, input),
    importCases: (_, { input }, context) => context.imports.cases(context, input),
    importCaseEvents: (_, { input }, context) => context.imports.caseEvents(context, input),
    importVisits: (_, { input }, context) => context.imports.visits(context, input),
    importRatings: (_, { input }, context) => context.imports.ratings(context, input),
    importDisputes: (_, { input }, context) => context.imports.disputes(context, input),
    importSurveyResults: (_, { input }, context) => context.imports.surveyResults(context, input),
  },
} satisfies Resolvers;
