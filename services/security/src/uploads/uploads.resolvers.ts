import { fileResolvers } from '@chengqi/office-kernel';
import type { Resolvers } from '../generated/resolvers.ts';

export const uploadResolvers = {
  ...fileResolvers,
  Mutation: {
    createHazardUploadTicket: async (_, { input }, context) => ({
      ticket: await context.office.files.createTicket(context, 'createHazardUploadTicket', input),
    }),
  },
} satisfies Resolvers;
