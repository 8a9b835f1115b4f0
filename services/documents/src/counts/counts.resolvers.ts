import { badInput } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { issued, signInLag } from './counts.repository.ts';

export const countResolvers = {
  Query: {
    documentsOwnCount: (_, { input }, { kit }) => {
      const manager = kit.db.read;
      if (input.metric === 'doc.issued') return issued(manager, input);
      if (input.metric === 'doc.signInLag.p50') return signInLag(manager, input, 0.5);
      if (input.metric === 'doc.signInLag.p90') return signInLag(manager, input, 0.9);
      throw badInput('metric', { en: 'Not counted here.', zh: '本服务不统计该指标。' });
    },
  },
} satisfies Resolvers;
