import { badInput } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { createCallCounts } from './call-counts.repository.ts';
import { createCaseCounts } from './case-counts.repository.ts';
import { createSatisfactionCounts } from './satisfaction-counts.repository.ts';

export const countResolvers = {
  Query: {
    receptionOwnCount: async (_, { input }, { kit, office }) => {
      for (const create of [createCallCounts, createCaseCounts, createSatisfactionCounts]) {
        const count = await create({ kit, office })(input);
        if (count) return count;
      }
      throw badInput('metric', { en: 'Not counted here.', zh: '本服务不统计该指标。' });
    },
  },
} satisfies Resolvers;
