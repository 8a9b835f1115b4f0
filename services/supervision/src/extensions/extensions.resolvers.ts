import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';

const stub = (id: string | null) => (id === null ? null : { id });
const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loaders.items.load(await id) });

export const extensionResolvers: Resolvers = {
  Mutation: {
    requestExtension: (_, { input }, context) => changed(context, context.extensions.requestExtension(context, input)),
    decideExtension: (_, { input }, context) => changed(context, context.extensions.decideExtension(context, input)),
  },
  SupervisionItem: {
    extensions: ({ id }, _, { loaders }) => loaders.extensions.load(id),
    extendedDays: async ({ id }, _, { loaders, office }) => {
      const calendar = await office.calendar.days();
      const granted = (await loaders.extensions.load(id)).filter(({ decision }) => decision === 'APPROVED');
      return granted.reduce((sum, { fromDueAt, toDueAt }) => sum + calendar.daysBetween(fromDueAt, toDueAt), 0);
    },
  },
  Extension: {
    requestedBy: ({ requestedById }) => stub(requestedById),
    decidedBy: ({ decidedById }) => stub(decidedById),
  },
};
