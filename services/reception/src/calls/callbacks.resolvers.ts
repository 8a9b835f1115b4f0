import { connection, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { callbacksWhere } from './call.repository.ts';
import type { CallbackTask } from './call.ts';
import { isOverdue } from './figures.ts';

const oldestFirst = { alias: 'k', orderBy: { column: 'k.openedAt', direction: 'ASC' } } as const;

export const callbackResolvers = {
  Query: {
    callbackTask: (_, { id }, { loaders }) => loaders.callbacks.load(id),
    openCallbacks: (_, { orgId, asOf, ...args }, context) =>
      connection(
        callbacksWhere(context.callFigures.tasks(context), { orgId, end: 'OPEN' }, asOf ?? context.kit.clock.now()),
        args,
        oldestFirst,
      ),
    callbacks: (_, { where, asOf, ...args }, context) =>
      connection(
        callbacksWhere(context.callFigures.tasks(context), where ?? {}, asOf ?? context.kit.clock.now()),
        args,
        oldestFirst,
      ),
  },
  Mutation: {
    attemptCallback: async (_, { input }, context) =>
      changed(context, await context.callbacks.attemptCallback(context, input)),
    closeCallback: async (_, { input }, context) =>
      changed(context, await context.callbacks.closeCallback(context, input)),
  },
  CallbackTask: {
    __resolveReference: ({ id }, { loaders }) => loaders.callbacks.load(id),
    calls: ({ id }, _, { loaders }) => loaders.callsOfTask.load(id),
    callerMasked: async (task, _, context) =>
      task.callerId !== null && (await mayKnow(task, context)) ? context.loaders.callers.load(task.callerId) : null,
    shift: ({ shiftId }) => reference('DutyShift', shiftId),
    dueAt: (task, { asOf }, context) => dueAt(task, asOf, context),
    overdue: async (task, { asOf }, context) =>
      isOverdue({ ...task, dueAt: await dueAt(task, asOf, context) }, asOf ?? context.kit.clock.now()),
    allowedActions: (task, _, context) => context.callbacks.allowedActions(context, task),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  CallbackAttempt: {
    by: ({ byId }) => reference('Person', byId),
  },
} satisfies Resolvers;

/** a caller who told an accusation in any of the calls is known to few. */
async function mayKnow({ id }: CallbackTask, { loaders }: Context): Promise<boolean> {
  if (!(await loaders.callbacks.load(id))) return false;
  const calls = await loaders.callsOfTask.load(id);
  const hidden = await Promise.all(calls.map(({ callRef }) => loaders.toldInConfidence.load(callRef)));
  return !hidden.includes(true);
}

const dueAt = async (task: CallbackTask, asOf: Date | null | undefined, { loaders }: Context): Promise<Date> =>
  asOf == null ? task.dueAt : ((await loaders.dueOfTask(asOf).load(task.id)) ?? task.dueAt);

async function changed({ loaders }: Context, id: string): Promise<{ callback: CallbackTask }> {
  loaders.callsOfTask.clearAll();
  const callback = await loaders.callbacks.clear(id).load(id);
  if (!callback) throw new Error('the callback went out of sight of who changed it');
  return { callback };
}
