import { reference } from '@chengqi/service-kit';
import { circulationOf } from '../circulation/circulation.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { incomingAccess } from './incoming.entity.ts';
import { incomingWhere } from './incoming.repository.ts';

export const incomingResolvers = {
  Query: {
    incomingDocument: (_, { id }, { loaders }) => loaders.incoming.load(id),
    incomingDocuments: (_, { where, ...page }, context) => {
      const { dueOn, ...others } = where ?? {};
      const query = incomingWhere(context.kit.db.read, {
        ...others,
        dueOn: dueOn && context.office.calendar.endsOn(dueOn),
      });
      // In the order of the index that finds the days.
      const orderBy = dueOn ? ({ dueAt: 'ASC' } as const) : ({ createdAt: 'DESC' } as const);
      return context.office.page(context, query, incomingAccess, { ...page, orderBy });
    },
  },
  Mutation: {
    importIncomingDocuments: (_, { input }, context) =>
      context.office.importRows(context, input, context.incoming.register),
  },
  IncomingDocument: {
    __resolveReference: ({ id }, { loaders }) => loaders.incoming.load(id),
    senderOrg: ({ senderOrgId }) => reference('Org', senderOrgId),
    state: ({ status }) => status,
    receivedAt: ({ createdAt }) => createdAt,
    receivedBy: ({ receivedById }) => reference('Person', receivedById),
    handlingOrg: ({ handlingOrgId }) => reference('Org', handlingOrgId),
    coOrgs: ({ coOrgIds }) => coOrgIds.map((id) => reference('Org', id)),
    instructions: ({ id }, _, { loaders }) => loaders.instructionsOn.load(id),
    circulation: async ({ id }, _, { loaders }) => circulationOf(await loaders.readersOf.load(id)),
    dueOn: ({ dueAt }, _, { office }) => office.calendar.lastDayOf(dueAt),
    imported: ({ importedAt }) => importedAt !== null,
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  IncomingDocumentConnection: { totalCount: ({ totalCount }) => totalCount() },
} satisfies Resolvers;
