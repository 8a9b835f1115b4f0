import { foldedCode } from '@chengqi/office-kernel';
import { callsWhere, unshiftedCalls } from '../calls/call.repository.ts';
import { shiftStub } from '../calls/call.ts';
import { callAccess } from '../calls/call.workflow.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { isBalanced, reconcile } from './reconciliation.repository.ts';

export const callFigureResolvers = {
  Query: {
    unshiftedCalls: (_, { orgId }, context) =>
      context.office.list(context, unshiftedCalls(context.kit.db.read, orgId, 100), callAccess),
    callFigures: (_, { orgId, period, asOf }, context) =>
      context.callFigures.figures(context, orgId, period, asOf ?? context.kit.clock.now()),
    callReconciliation: async (_, { orgId, date, asOf, ...asked }, context) => {
      const lineNo = asked.lineNo == null ? null : foldedCode(asked.lineNo);
      const { kit, office, callFigures } = context;
      const known = asOf ?? kit.clock.now();
      const day = date == null ? null : { from: office.calendar.startOf(date), end: office.calendar.endOf(date) };
      // The last moment before the day ends, where that comes first.
      const to = day && day.end <= known ? new Date(day.end.getTime() - 1) : known;
      const from = day?.from ?? null;
      const calls = callsWhere(callFigures.calls(context), { orgId, lineNo, ring: { gte: from }, asOf: to });
      return reconcile(calls, callFigures.legsWhere(context, { orgId, lineNo, from, to }));
    },
  },
  CallReconciliation: {
    shift: ({ shiftId }) => shiftStub(shiftId),
    missing: ({ missing }) => [...missing],
    balanced: isBalanced,
  },
} satisfies Resolvers;
