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
    callReconciliation: async (_, { orgId, date, lineNo, asOf }, context) => {
      const { kit, office, callFigures } = context;
      const query = callsWhere(callFigures.calls(context), { orgId, lineNo });
      query.andWhere('c.ringAt <= :asOf', { asOf: asOf ?? kit.clock.now() });
      if (date != null) {
        const { dayAfter, endOf } = await office.calendar.days();
        callsWhere(query, { ring: { gte: endOf(dayAfter(date, -1)), lt: endOf(date) } });
      }
      return reconcile(query);
    },
  },
  CallReconciliation: {
    shift: ({ shiftId }) => shiftStub(shiftId),
    balanced: isBalanced,
  },
} satisfies Resolvers;
