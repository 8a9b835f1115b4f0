import type { PageArguments } from '@chengqi/service-kit';
import { actionFields, reference } from '@chengqi/service-kit';
import { isOverdue } from '../call-figures/figures.ts';
import { type CallbackConditions, callbacksWhere } from '../calls/call.repository.ts';
import { type CallbackTask, shiftStub } from '../calls/call.ts';
import { callbackAccess, callbackWorkflow } from '../calls/call.workflow.ts';
import { coverContacts } from '../contacts/contact.ts';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';

type At = Date | null | undefined;

/** Importers read back what they loaded; who rang is not among it. */
const page = (context: Context, where: CallbackConditions, asOf: At, paging: PageArguments) => {
  const query = callbacksWhere(context.kit.db.read, where, asOf ?? context.kit.clock.now());
  const order = { orderBy: { openedAt: 'ASC' }, rule: 'countable' } as const;
  return context.office.page(context, query, callbackAccess, { ...paging, ...order });
};

/** a caller who told an accusation in any of the calls is known to few. */
async function mayKnow({ id }: CallbackTask, { loaders }: Context): Promise<boolean> {
  if (!(await loaders.callbacks.load(id))) return false;
  const calls = await loaders.callsOfTask.load(id);
  const hidden = await Promise.all(calls.map(({ callRef }) => loaders.toldInConfidence.load(callRef)));
  return !hidden.includes(true);
}

const dueAt = async (task: CallbackTask, asOf: At, { loaders }: Context): Promise<Date> =>
  asOf == null ? task.dueAt : ((await loaders.dueOfTask(asOf).load(task.id)) ?? task.dueAt);

async function changed({ loaders }: Context, id: Promise<string>): Promise<{ callback: CallbackTask }> {
  const callback = await loaders.callbacks.load(await id);
  if (!callback) throw new Error('the callback went out of sight of who changed it');
  return { callback };
}

export const callbackResolvers = {
  Query: {
    callbackTask: (_, { id }, { loaders }) => loaders.callbacks.load(id),
    openCallbacks: (_, { orgId, asOf, ...args }, context) => page(context, { orgId, end: 'OPEN' }, asOf, args),
    callbacks: (_, { where, asOf, ...args }, context) => page(context, where ?? {}, asOf, args),
  },
  Mutation: {
    attemptCallback: (_, { input }, context) => changed(context, context.callbacks.attemptCallback(context, input)),
    closeCallback: (_, { input }, context) => changed(context, context.callbacks.closeCallback(context, input)),
  },
  CallbackTask: {
    __resolveReference: ({ id }, { loaders }) => loaders.callbacks.load(id),
    calls: ({ id }, _, { loaders }) => loaders.callsOfTask.load(id),
    callerMasked: async (task, _, context) =>
      task.callerId !== null && (await mayKnow(task, context)) ? context.loaders.callers.load(task.callerId) : null,
    shift: ({ shiftId }) => shiftStub(shiftId),
    dueAt: (task, { asOf }, context) => dueAt(task, asOf, context),
    overdue: async (task, { asOf }, context) =>
      isOverdue({ ...task, dueAt: await dueAt(task, asOf, context) }, asOf ?? context.kit.clock.now()),
    ...actionFields(callbackWorkflow, (task: CallbackTask, { callbacks }: Context) => callbacks.caseOf(task)),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    attempts: ({ attempts }) => [...attempts],
    escalatedToPeople: ({ escalatedToIds }) => (escalatedToIds ?? []).map((id) => reference('Person', id)),
    closeReason: ({ closeReason }) => closeReason && coverContacts(closeReason, []),
  },
  Org: {
    openCallbacks: ({ id }, { asOf }, { loaders }) => loaders.callbacksOfOrg(asOf).load(id),
  },
  CallbackAttempt: {
    by: ({ byId }) => reference('Person', byId),
  },
} satisfies Resolvers;
