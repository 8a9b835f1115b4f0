import { actionFields, badInput, notFound, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { dutyById } from '../reporting/reporting.repository.ts';
import {
  consolidationOf,
  figuresNow,
  listedPage,
  missingPage,
  readableConsolidations,
} from './consolidation.repository.ts';
import { consolidationWorkflow } from './consolidation.workflow.ts';

async function find(context: Context, id: string) {
  return (await readableConsolidations(context, context, [id])).get(id) ?? null;
}

async function changed(context: Context, id: Promise<string>) {
  const consolidation = await find(context, await id);
  if (!consolidation) throw notFound('Consolidation');
  return { consolidation };
}

export const consolidationResolvers = {
  Query: {
    consolidation: async (_, { dutyId, period }, context) => {
      const found = await consolidationOf(context.kit.db.read, dutyId, period);
      return found && find(context, found.id);
    },
  },
  Mutation: {
    consolidate: (_, { input }, context) => changed(context, context.consolidations.consolidate(context, input)),
    finalizeConsolidation: (_, { input }, context) =>
      changed(context, context.consolidations.finalizeConsolidation(context, input)),
  },
  Consolidation: {
    __resolveReference: ({ id }, context) => find(context, id),
    collector: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    duty: ({ dutyId }, _, { kit }) => dutyById(kit.db.read, dutyId),
    state: ({ status }) => status,
    draftedBy: ({ draftedById }) => reference('Person', draftedById),
    finalizedBy: ({ finalizedById }) => reference('Person', finalizedById),
    figures: (consolidation, _, context) => figuresNow(context, consolidation),
    missing: (consolidation, page, context) => missingPage(context, consolidation, page),
    listed: async (consolidation, { key, ...page }, context) => {
      const { totals } = await figuresNow(context, consolidation);
      if (totals.some((total) => total.key === key && total.aggregate === 'LIST'))
        return listedPage(context, consolidation, key, page);
      throw badInput('key', { en: 'No figure of this key is listed.', zh: '该字段不按单位列示。' });
    },
    ...actionFields(consolidationWorkflow),
  },
  MissingUnit: { org: ({ orgId }) => reference('Org', orgId) },
  ListedFigure: { org: ({ orgId }) => reference('Org', orgId) },
} satisfies Resolvers;
