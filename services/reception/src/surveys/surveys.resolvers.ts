import { connection, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { surveyOf, surveyQuery } from './survey.repository.ts';
import type { SurveyResult } from './survey.ts';

export const surveyReading = { type: 'SurveyResult', roles: [] };

export const surveyResolvers = {
  Query: {
    surveyResults: (_, { where, ...page }, { kit, office, viewer }) => {
      const { sql, params } = office.visible(viewer, { alias: 's', roles: surveyReading.roles });
      const query = surveyQuery(kit.db.read).where(sql, params);
      if (where?.group != null) query.andWhere('s.group = :group', { group: where.group });
      if (where?.orgId != null) query.andWhere('s.ownerOrgId = :orgId', { orgId: where.orgId });
      if (where?.period != null) query.andWhere('s.period = :period', { period: where.period });
      return connection(query, page, { alias: 's', orderBy: { column: 's.closedOn', direction: 'DESC' } });
    },
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
