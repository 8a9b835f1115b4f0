import type { Resolvers } from '../generated/resolvers.ts';

export const contactResolvers = {
  Query: { contactSearch: (_, asked, context) => context.contactSearch(context, asked) },
  Mutation: {
    revealContact: async (_, { input }, context) => {
      const owner = await context.contactCommands.revealContact(context, input);
      const [first, ...others] = (await context.contacts.of(context.kit.db.read, [owner])).get(owner) ?? [];
      return { name: first?.name ?? null, phone: first?.phone ?? null, idNumber: first?.idNumber ?? null, others };
    },
  },
} satisfies Resolvers;
