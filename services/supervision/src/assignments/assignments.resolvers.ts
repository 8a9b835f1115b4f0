import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';

const stub = (id: string | null) => (id === null ? null : { id });
const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loaders.items.load(await id) });

export const assignmentResolvers: Resolvers = {
  Mutation: {
    assignItem: (_, { input }, context) => changed(context, context.assignments.assignItem(context, input)),
    acceptAssignment: (_, { input }, context) => changed(context, context.assignments.acceptAssignment(context, input)),
    finishAssignment: (_, { input }, context) => changed(context, context.assignments.finishAssignment(context, input)),
  },
  SupervisionItem: { assignments: ({ id }, _, { loaders }) => loaders.assignments.load(id) },
  Assignment: {
    org: ({ orgId }) => stub(orgId),
    responsibleLeader: ({ responsibleLeaderId }) => stub(responsibleLeaderId),
    handler: ({ handlerId }) => stub(handlerId),
    dueAt: async ({ itemId, dueAt }, _, { loaders }) => dueAt ?? (await loaders.items.load(itemId))?.dueAt ?? null,
  },
};
