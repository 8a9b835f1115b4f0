import { actionFields, forbidden, loadChanged, reference } from '@chengqi/service-kit';
import { coverContacts, maskIdNumber, maskName, maskPhone } from '../contacts/contact.ts';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { findEvacuees, visitsInHouse, visitsWhere } from './visit.repository.ts';
import type { Visit } from './visit.ts';
import { evacuatingRoles, visitAccess, visitWorkflow } from './visit.workflow.ts';

const newestFirst = { orderBy: { listedAt: 'DESC' } } as const;

const changed = async ({ loaders }: Context, id: Promise<string>) => ({ visit: await loadChanged(loaders.visits, id) });

/** The place's unit is a party of every visit to it, so whoever answers for the place is told of all of them. */
async function evacuationList({ kit, office, actor }: Context, siteId: string) {
  const site = await office.sites.find(kit.db.read, siteId);
  if (site === null) return null;
  if (!evacuatingRoles.some((role) => actor.holds(role, site.orgId))) throw forbidden();
  const { people, visits } = await findEvacuees(kit.db.read, siteId);
  return { asOf: kit.clock.now(), people, visits: [...visits] };
}

export const visitResolvers = {
  Query: {
    visit: (_, { id }, { loaders }) => loaders.visits.load(id),
    visits: (_, { where, ...page }, context) =>
      context.office.page(context, visitsWhere(context.kit.db.read, where ?? {}), visitAccess, {
        ...page,
        ...newestFirst,
      }),
    visitorsOnSite: (_, { siteId, ...page }, context) =>
      context.office.page(context, visitsInHouse(context.kit.db.read, siteId), visitAccess, {
        ...page,
        ...newestFirst,
      }),
    evacuationList: (_, { siteId }, context) => evacuationList(context, siteId),
  },
  Mutation: {
    registerVisit: (_, { input }, context) => changed(context, context.visits.registerVisit(context, input)),
    checkInVisitor: (_, { input }, context) => changed(context, context.visits.checkInVisitor(context, input)),
    receiveVisitor: (_, { input }, context) => changed(context, context.visits.receiveVisitor(context, input)),
    checkOutVisitor: async (_, { input }, context) => {
      const { id, ratingCode } = await context.visits.checkOutVisitor(context, input);
      return { ...(await changed(context, Promise.resolve(id))), ratingCode };
    },
    eraseVisitor: (_, { input }, context) => changed(context, context.visits.eraseVisitor(context, input)),
    refuseVisitor: (_, { input }, context) => changed(context, context.visits.refuseVisitor(context, input)),
  },
  Visit: {
    __resolveReference: ({ id }, { loaders }) => loaders.visits.load(id),
    state: ({ status }) => status,
    visitorName: async ({ id }, _, { loaders }) => maskName((await loaders.contacts.load(id))[0]?.name ?? null),
    visitorPhone: async ({ id }, _, { loaders }) => maskPhone((await loaders.contacts.load(id))[0]?.phone ?? null),
    visitorIdMasked: async ({ id }, _, { loaders }) =>
      maskIdNumber((await loaders.contacts.load(id))[0]?.idNumber ?? null),
    purpose: async ({ id, purpose }, _, { loaders }) => coverContacts(purpose, await loaders.contacts.load(id)),
    hostOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    hostPerson: ({ hostPersonId }) => reference('Person', hostPersonId),
    site: ({ siteId }) => reference('Site', siteId),
    letterWaiverReason: async ({ id, letterWaiverReason }, _, { loaders }) =>
      letterWaiverReason === null ? null : coverContacts(letterWaiverReason, await loaders.contacts.load(id)),
    letterWaivedBy: ({ letterWaivedById }) => reference('Person', letterWaivedById),
    firstResponder: ({ firstResponderId }) => reference('Person', firstResponderId),
    case: ({ caseId }, _, { loaders }) => (caseId === null ? null : loaders.cases.load(caseId)),
    refuseReason: async ({ id, refuseReason }, _, { loaders }) =>
      refuseReason === null ? null : coverContacts(refuseReason, await loaders.contacts.load(id)),
    erased: (visit) => (visit.erasedAt === null ? null : visit),
    ...actionFields(visitWorkflow, async (visit: Visit, { loaders }: Context) => ({
      ...visit,
      block: await loaders.blocks.load(visit.id),
    })),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  VisitErasure: {
    by: ({ erasedById }) => reference('Person', erasedById),
    at: ({ erasedAt, updatedAt }) => erasedAt ?? updatedAt,
    reason: ({ eraseReason }) => eraseReason ?? '',
  },
} satisfies Resolvers;
