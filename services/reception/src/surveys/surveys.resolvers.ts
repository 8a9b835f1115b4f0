import { reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { surveyOf, surveysWhere } from './survey.repository.ts';
import { type SurveyResult, surveyReading } from './survey.ts';

export const surveyResolvers = {
  Query: {
    surveyResults: (_, { where, ...page }, context) =>
      context.office.page(context, surveysWhere(context.kit.db.read, where ?? {}), surveyReading, {
        ...page,
        orderBy: { closedOn: 'DESC' },
      }),
  },
  SurveyResult: {
    __resolveReference: ({ id }, { loaders }) => loaders.surveyResults.load(id),
    org: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    n: async (result, _, context) => ((await withheld(result, context)) ? null : result.n),
    index: async (result, _, context) => ((await withheld(result, context)) ? null : result.index),
    suppressed: (result, _, context) => withheld(result, context),
  },
} satisfies Resolvers;

const withheld = async (result: SurveyResult, { loaders }: Context): Promise<boolean> =>
  (await loaders.suppressedResults.load(surveyOf(result)))?.has(result.id) ?? true;
