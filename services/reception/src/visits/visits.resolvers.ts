import { connection, reference } from '@chengqi/service-kit';
import { coverContacts, maskName, maskPhone } from '../contacts/contact.ts';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { reloadSeen } from '../loaders.ts';
import { narrowVisits, visitQuery } from './visit.repository.ts';
import { inHouse } from './visit.ts';
import { visitWorkflow } from './visit.workflow.ts';
import { visitReading } from './visits.commands.ts';

const newestFirst = { alias: 'v', orderBy: { column: 'v.listedAt', direction: 'DESC' } } as const;

export const visitResolvers = {
  Query: {
    visit: (_, { id }, { loaders }) => loaders.visits.load(id),
    visits: (_, { where, ...page }, context) =>
      connection(narrowVisits(visibleVisits(context), where ?? {}), page, newestFirst),
    visitorsOnSite: (_, { siteId, ...page }, context) =>
      connection(
        narrowVisits(visibleVisits(context), { siteId }).andWhere('v.status IN (:...inHouse)', { inHouse }),
        page,
        newestFirst,
      ),
  },
  Mutation: {
    registerVisit: async (_, { input }, context) => done(context, await context.visits.registerVisit(context, input)),
    checkInVisitor: async (_, { input }, context) => done(context, await context.visits.checkInVisitor(context, input)),
    receiveVisitor: async (_, { input }, context) => done(context, await context.visits.receiveVisitor(context, input)),
    checkOutVisitor: async (_, { input }, context) => {
      const { id, ratingCode } = await context.visits.checkOutVisitor(context, input);
      return { ...(await done(context, id)), ratingCode };
    },
    refuseVisitor: async (_, { input }, context) => done(context, await context.visits.refuseVisitor(context, input)),
  },
  Visit: {
    __resolveReference: ({ id }, { loaders }) => loaders.visits.load(id),
    state: ({ status }) => status,
    visitorName: async ({ id }, _, { loaders }) => maskName((await loaders.contacts.load(id))[0]?.name ?? null),
    visitorPhone: async ({ id }, _, { loaders }) => maskPhone((await loaders.contacts.load(id))[0]?.phone ?? null),
    purpose: async ({ id, purpose }, _, { loaders }) => coverContacts(purpose, await loaders.contacts.load(id)),
    hostOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    hostPerson: ({ hostPersonId }) => reference('Person', hostPersonId),
    site: ({ siteId }) => reference('Site', siteId),
    letterWaivedBy: ({ letterWaivedById }) => reference('Person', letterWaivedById),
    firstResponder: ({ firstResponderId }) => reference('Person', firstResponderId),
    case: ({ caseId }, _, { loaders }) => (caseId === null ? null : loaders.cases.load(caseId)),
    refuseReason: async ({ id, refuseReason }, _, { loaders }) =>
      refuseReason === null ? null : coverContacts(refuseReason, await loaders.contacts.load(id)),
    allowedActions: (visit, _, { actor }) =>
      visitWorkflow.allowedActions(actor, visit).filter((action) => action !== 'MARK_NO_SHOW'),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
} satisfies Resolvers;

const done = async ({ loaders }: Context, id: string) => ({ visit: await reloadSeen(loaders.visits, id) });

function visibleVisits({ kit, office, viewer }: Context) {
  const { sql, params } = office.visible(viewer, { alias: 'v', roles: visitReading.roles });
  return visitQuery(kit.db.read).where(sql, params);
}
