import { foldedCode } from '@chengqi/office-kernel';
import type { PageArguments } from '@chengqi/service-kit';
import { actionFields, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { type CallConditions, callQuery, callsWhere, findBatch, findCallsByRef } from './call.repository.ts';
import { type Call, shiftStub } from './call.ts';
import { callAccess, callWorkflow } from './call.workflow.ts';

const page = (context: Context, where: CallConditions, paging: PageArguments) =>
  context.office.page(context, callsWhere(callQuery(context.kit.db.read), where), callAccess, {
    ...paging,
    orderBy: { ringAt: 'DESC' },
  });

async function changed({ loaders }: Context, id: Promise<string>): Promise<{ call: Call }> {
  const call = await loaders.calls.load(await id);
  if (!call) throw new Error('the call went out of sight of who changed it');
  return { call };
}

/** Figures count calls for more people than may read them, and an accusation told by telephone is for few of those. */
const mayHear = async ({ id, callRef }: Call, { loaders }: Context): Promise<boolean> =>
  (await loaders.calls.load(id)) !== null && !(await loaders.toldInConfidence.load(callRef));

export const callResolvers = {
  Query: {
    call: (_, { id }, { loaders }) => loaders.calls.load(id),
    callByRef: async (_, { callRef }, { kit, loaders }) => {
      const [call] = await findCallsByRef(kit.db.read, [foldedCode(callRef)]);
      return call ? loaders.calls.load(call.id) : null;
    },
    calls: (_, { where, asOf, ...args }, context) => page(context, { ...where, asOf }, args),
  },
  Mutation: {
    importCdr: async (_, { input }, context) => {
      const id = await context.calls.importCdr(context, input);
      const { recorded, callRefs, refused, resettled } = await findBatch(context.kit.db.read, id);
      const calls = await findCallsByRef(context.kit.db.read, callRefs);
      const visible = await Promise.all(calls.map((call) => context.loaders.calls.load(call.id)));
      const shown = visible.filter((call) => call !== null);
      const known = new Map(shown.map((call) => [call.id, call]));
      return {
        ...{ recorded, calls: shown, refused: [...refused] },
        resettled: (resettled ?? []).flatMap(({ callId, from, to }) => {
          const call = known.get(callId);
          return call ? [{ call, from, to }] : [];
        }),
      };
    },
    logCall: (_, { input }, context) => changed(context, context.calls.logCall(context, input)),
    classifyCall: (_, { input }, context) => changed(context, context.calls.classifyCall(context, input)),
    approveSpamCall: (_, { input }, context) => changed(context, context.calls.approveSpamCall(context, input)),
  },
  Call: {
    __resolveReference: ({ id }, { loaders }) => loaders.calls.load(id),
    callerMasked: async (call, _, context) =>
      call.callerId !== null && (await mayHear(call, context)) ? context.loaders.callers.load(call.callerId) : null,
    shift: ({ shiftId }) => shiftStub(shiftId),
    state: ({ status }) => status,
    readBackOwed: ({ readBackOwed }) => readBackOwed ?? false,
    callback: ({ callbackId }, _, { loaders }) => (callbackId === null ? null : loaders.callbacks.load(callbackId)),
    notes: async (call, _, context) =>
      (await mayHear(call, context)) ? context.loaders.callNotes.load(call.callRef) : [],
    legs: async (call, _, { loaders }) =>
      (await loaders.calls.load(call.id)) ? loaders.callLegs.load(call.callRef) : [],
    ...actionFields(callWorkflow, async (call: Call, { loaders }: Context) => ({
      ...call,
      notes: await loaders.callNotes.load(call.callRef),
    })),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  CallNote: {
    officer: ({ officerId }) => reference('Person', officerId),
    notice: ({ noticeFrom, readBack }) =>
      noticeFrom === null ? null : { fromOrg: noticeFrom, readBack: readBack ?? false },
    spamApprovedBy: ({ spamApprovedById }) => reference('Person', spamApprovedById),
  },
  DutyShift: {
    __resolveReference: (known) => known,
    calls: ({ id }, args, context) => page(context, { shiftId: id }, args),
    missedCalls: ({ id }, _, { loaders }) => loaders.missedOfShift.load(id),
    callbacksOpen: ({ id }, { asOf }, { loaders }) => loaders.callbacksOfShift(asOf).load(id),
  },
} satisfies Resolvers;
