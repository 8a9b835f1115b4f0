import { reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { disputesWhere } from './dispute.repository.ts';

export const disputeResolvers = {
  Query: {
    dispute: (_, { id }, { loaders }) => loaders.disputes.load(id),
    disputes: (_, { where, ...page }, context) => {
      const { mediationDueOn, ...asked } = where ?? {};
      const due = mediationDueOn && context.office.calendar.endsOn(mediationDueOn);
      const query = disputesWhere(context.kit.db.read, { ...asked, mediationDueOn: due });
      return context.disputeReading.page(context, query, page);
    },
  },
  Dispute: {
    __resolveReference: ({ id }, { loaders }) => loaders.disputes.load(id),
    state: ({ status }) => status,
    respondentOrg: ({ respondentOrgId }) => reference('Org', respondentOrgId),
    mediator: ({ mediatorId }) => reference('Person', mediatorId),
    mediationDueOn: ({ mediationDueAt }, _, { office }) => office.calendar.lastDayOf(mediationDueAt),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
} satisfies Resolvers;
