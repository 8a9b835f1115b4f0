import { loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { type Assignment, mostOpenParts } from './assignment.ts';

/** A part without a limit of its own has that of the item. */
const limitOf = async ({ itemId, dueAt }: Assignment, _: unknown, { loaders }: Context): Promise<Date | null> =>
  dueAt ?? (await loaders.items.load(itemId))?.dueAt ?? null;

const changed = async ({ loaders }: Context, id: Promise<string>) => ({ item: await loadChanged(loaders.items, id) });

/** The first parts whose items show the light; without one, the first parts. */
async function showing(
  { loaders }: Context,
  parts: readonly Assignment[],
  light: string | null | undefined,
  asOf: Date | null,
): Promise<Assignment[]> {
  if (!light) return parts.slice(0, mostOpenParts);
  const lights = await Promise.all(
    parts.map(async ({ itemId }) => {
      const item = await loaders.items.load(itemId);
      return item && (await loaders.light(item, asOf)).light;
    }),
  );
  return parts.filter((_, index) => lights[index] === light).slice(0, mostOpenParts);
}

export const assignmentResolvers = {
  Mutation: {
    assignItem: (_, { input }, context) => changed(context, context.assignments.assignItem(context, input)),
    acceptAssignment: (_, { input }, context) => changed(context, context.assignments.acceptAssignment(context, input)),
    finishAssignment: (_, { input }, context) => changed(context, context.assignments.finishAssignment(context, input)),
    disputeAssignment: (_, { input }, context) => changed(context, context.disputes.disputeAssignment(context, input)),
    decideDispute: (_, { input }, context) => changed(context, context.disputes.decideDispute(context, input)),
    transferLead: (_, { input }, context) => changed(context, context.disputes.transferLead(context, input)),
  },
  SupervisionItem: { assignments: ({ id }, _, { loaders }) => loaders.assignments.load(id) },
  Org: {
    assignments: async ({ id }, { light, asOf }, context) =>
      showing(context, await context.loaders.openPartsOf.load(id), light, asOf ?? null),
  },
  Assignment: {
    item: ({ itemId }, _, { loaders }) => loaders.items.load(itemId),
    org: ({ orgId }) => reference('Org', orgId),
    responsibleLeader: ({ responsibleLeaderId }) => reference('Person', responsibleLeaderId),
    handler: ({ handlerId }) => reference('Person', handlerId),
    dueAt: limitOf,
    dueOn: async (part, _, context) => context.office.calendar.lastDayOf(await limitOf(part, _, context)),
  },
  AssignmentDispute: {
    raisedAt: ({ raisedAt }) => new Date(raisedAt),
    raisedBy: ({ raisedById }) => reference('Person', raisedById),
    decidedAt: ({ decidedAt }) => (decidedAt === null ? null : new Date(decidedAt)),
    decidedBy: ({ decidedById }) => reference('Person', decidedById),
  },
} satisfies Resolvers;
