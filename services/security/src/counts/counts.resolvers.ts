import { badInput } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { createDutyCounts } from './duty-counts.repository.ts';
import { createHazardCounts } from './hazard-counts.repository.ts';

export const countResolvers = {
  Query: {
    securityOwnCount: (_, { input }, { kit }) => {
      const read = () => kit.db.read;
      const counters = { ...createHazardCounts(read), ...createDutyCounts(read) };
      const count = Object.hasOwn(counters, input.metric) ? counters[input.metric] : undefined;
      if (!count) throw badInput('metric', { en: 'Not counted here.', zh: '本服务不统计该指标。' });
      return count(input);
    },
  },
} satisfies Resolvers;
