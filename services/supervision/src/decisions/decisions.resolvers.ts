import { reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { itemAccess } from '../items/item.workflow.ts';
import { decisionsIn } from './coverage.repository.ts';
import { coverageOf, periodOf } from './coverage.ts';
import { orphanInstructions } from './orphan-instructions.repository.ts';
import { orphanDecisions, registerBy } from './orphans.repository.ts';

export const decisionResolvers = {
  Query: {
    orphanDecisions: async (_, { where, asOf, ...page }, context) => {
      const { office, kit } = context;
      const query = orphanDecisions(kit, await office.calendar.days(), asOf ?? kit.clock.now(), where ?? {});
      const access = { type: 'Resolution', roles: itemAccess.roles };
      return office.page(context, query, access, { ...page, orderBy: { adoptedAt: 'ASC' }, rule: 'countable' });
    },
    orphanInstructions: async (_, { where, asOf, ...page }, context) => {
      const { office, kit } = context;
      const query = orphanInstructions(kit, await office.calendar.days(), asOf ?? kit.clock.now(), where ?? {});
      const access = { type: 'Instruction', roles: itemAccess.roles };
      return office.page(context, query, access, { ...page, orderBy: { givenAt: 'ASC' }, rule: 'countable' });
    },
    decisionCoverage: async (_, { orgId, decidedAt, asOf: moment }, context) => {
      const { office, kit } = context;
      const asOf = moment ?? kit.clock.now();
      const beginningOfYear = (at: Date) => office.calendar.startOf(`${kit.clock.year(at)}-01-01`);
      const period = periodOf(decidedAt, beginningOfYear, asOf);
      const decisions = await decisionsIn(context, context, { ...period, orgId, asOf });
      const days = await office.calendar.days();
      return { asOf, ...coverageOf(decisions, (at) => registerBy(days, at), asOf) };
    },
  },
  Instruction: {
    __resolveReference: (known) => known,
    supervisionItem: async ({ id }, _, { loaders }) => {
      const itemId = await loaders.itemIdsOfInstructions.load(id);
      return itemId === null ? null : loaders.items.load(itemId);
    },
  },
  OrphanInstruction: {
    instruction: ({ id }) => reference('Instruction', id),
    registerBy: async ({ givenAt }, _, { office }) => registerBy(await office.calendar.days(), givenAt),
    leadOrg: ({ leadOrgId }) => reference('Org', leadOrgId),
    supervisingOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
  Resolution: {
    __resolveReference: (known) => known,
    supervisionItem: async ({ id }, _, { loaders }) => {
      const itemId = await loaders.itemIdsOfResolutions.load(id);
      return itemId === null ? null : loaders.items.load(itemId);
    },
  },
  OrphanDecision: {
    resolution: ({ id }) => reference('Resolution', id),
    registerBy: async ({ adoptedAt }, _, { office }) => registerBy(await office.calendar.days(), adoptedAt),
    leadOrg: ({ leadOrgId }) => reference('Org', leadOrgId),
    supervisingOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
} satisfies Resolvers;
