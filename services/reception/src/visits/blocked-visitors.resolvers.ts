import { actionFields, loadChanged, reference } from '@chengqi/service-kit';
import { coverContacts, maskIdNumber, maskName, maskPhone } from '../contacts/contact.ts';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { type BlockedVisitor, isRunning } from './blocked-visitor.ts';
import { blockWorkflow } from './blocked-visitor.workflow.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({
  blockedVisitor: await loadChanged(loaders.blockedVisitors, id),
});

const visitorOf = async ({ loaders }: Context, { visitId }: BlockedVisitor) =>
  (await loaders.contacts.load(visitId))[0] ?? null;

export const blockedVisitorResolvers = {
  Query: {
    blockedVisitors: (_, { orgId, ...page }, context) => context.blockedVisitors.page(context, orgId, page),
  },
  Mutation: {
    blockVisitor: (_, { input }, context) => changed(context, context.blockedVisitors.blockVisitor(context, input)),
    unblockVisitor: (_, { input }, context) => changed(context, context.blockedVisitors.unblockVisitor(context, input)),
  },
  BlockedVisitor: {
    __resolveReference: ({ id }, { loaders }) => loaders.blockedVisitors.load(id),
    state: ({ status }) => status,
    running: (block, _, { kit }) => isRunning(block, kit.clock.now()),
    visitorName: async (block, _, context) => maskName((await visitorOf(context, block))?.name ?? null),
    visitorPhone: async (block, _, context) => maskPhone((await visitorOf(context, block))?.phone ?? null),
    visitorIdMasked: async (block, _, context) => maskIdNumber((await visitorOf(context, block))?.idNumber ?? null),
    visit: ({ visitId }, _, { loaders }) => loaders.visits.load(visitId),
    blockedBy: ({ blockedById }) => reference('Person', blockedById),
    liftedBy: ({ liftedById }) => reference('Person', liftedById),
    ...actionFields(blockWorkflow),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  Visit: {
    blocked: async ({ id }, _, { loaders }) => {
      const block = await loaders.blocks.load(id);
      return block && { until: block.until, reason: coverContacts(block.reason, await loaders.contacts.load(id)) };
    },
  },
} satisfies Resolvers;
