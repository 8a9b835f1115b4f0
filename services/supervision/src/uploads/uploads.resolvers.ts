import { fileResolvers } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';

export const uploadResolvers = {
  ...fileResolvers,
  Mutation: {
    createItemUploadTicket: async (_, { input }, context) => ({
      ticket: await context.office.files.createTicket(context, 'createItemUploadTicket', input),
    }),
  },
} satisfies Resolvers;
