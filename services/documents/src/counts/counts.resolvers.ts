import { ownCount } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';
import { createDocumentCounts } from './counts.repository.ts';
import { createFilingCounts } from './filing-counts.repository.ts';
import { createRegisterCounts } from './register-counts.repository.ts';

export const countResolvers = {
  Query: {
    documentsOwnCount: (_, { input }, context) =>
      ownCount(
        { ...createDocumentCounts(context), ...createRegisterCounts(context), ...createFilingCounts(context) },
        input,
      ),
  },
} satisfies Resolvers;
