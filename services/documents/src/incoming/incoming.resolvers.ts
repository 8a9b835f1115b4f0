import type { DocumentKind } from '@chengqi/schemas/events/documents';
import { reference } from '@chengqi/service-kit';
import { circulationOf } from '../circulation/circulation.ts';
import type { Context } from '../context.ts';
import type { IncomingDocumentDimension, IncomingDocumentFilter, IncomingDocumentOrder } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { incomingAccess } from './incoming.entity.ts';
import { amongIncoming, incomingDimensions, incomingWhere } from './incoming.repository.ts';
import type { IncomingCount, IncomingPurpose, IncomingState } from './incoming.ts';

const orders = {
  RECEIVED_DESC: { createdAt: 'DESC' },
  RECEIVED_ASC: { createdAt: 'ASC' },
  DUE_ASC: { dueAt: 'ASC' },
  DUE_DESC: { dueAt: 'DESC' },
} as const satisfies Record<IncomingDocumentOrder, object>;

const conditionsOf = ({ office }: Context, { dueOn, search: _, ...where }: IncomingDocumentFilter) => ({
  ...where,
  dueOn: dueOn && office.calendar.endsOn(dueOn),
});
const queryOf = (context: Context, where: IncomingDocumentFilter) =>
  incomingWhere(context.kit.db.read, conditionsOf(context, where));

const uncounted = { state: null, action: null, orgId: null, kind: null };

async function counts(
  context: Context,
  by: IncomingDocumentDimension,
  where: IncomingDocumentFilter,
): Promise<IncomingCount[]> {
  const among = amongIncoming(conditionsOf(context, where));
  const rows = await context.office.countBy(context, queryOf(context, where), incomingAccess, {
    ...{ by: incomingDimensions[by], among, search: where.search },
  });
  return rows.map(({ value, count }) => {
    const part = { ...uncounted, count };
    if (by === 'STATE') return { ...part, state: value as IncomingState };
    if (by === 'ACTION') return { ...part, action: value as IncomingPurpose };
    return by === 'ORG' ? { ...part, orgId: value as string | null } : { ...part, kind: value as DocumentKind };
  });
}

export const incomingResolvers = {
  Query: {
    incomingDocument: (_, { id }, { loaders }) => loaders.incoming.load(id),
    incomingDocuments: (_, { where, orderBy, ...page }, context) =>
      context.office.page(context, queryOf(context, where ?? {}), incomingAccess, {
        ...page,
        search: where?.search,
        // In the order of the index that finds the days.
        orderBy: orders[orderBy ?? (where?.dueOn ? 'DUE_ASC' : 'RECEIVED_DESC')],
      }),
    incomingDocumentCounts: (_, { by, where }, context) => counts(context, by, where ?? {}),
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
  IncomingDocumentCount: { org: ({ orgId }) => reference('Org', orgId) },
  IncomingDocumentConnection: { totalCount: ({ totalCount }) => totalCount() },
} satisfies Resolvers;
