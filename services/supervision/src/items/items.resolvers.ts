import { foldedCode } from '@chengqi/office-kernel';
import { actionFields, loadChanged, type PageArguments, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { SupervisionItemFilter } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { lightText } from '../lights/light.ts';
import { itemsOf, itemsWhere, registeredItems } from './item.repository.ts';
import { type ItemState, type SupervisionItem, sourceOf } from './item.ts';
import { itemAccess, itemWorkflow } from './item.workflow.ts';

/** What was changed, read anew. */
const changed = async (context: Context, id: Promise<string>) => ({
  item: await loadChanged(context.loaders.items, id),
});

async function textOfSource(item: SupervisionItem, { loaders }: Context): Promise<string | null> {
  return item.sourceType === 'Resolution' && item.sourceId !== null ? loaders.sourceTexts.load(item.sourceId) : null;
}

const inDays = ({ office }: Context, { dueOn, ...where }: SupervisionItemFilter) => ({
  ...where,
  dueOn: dueOn && office.calendar.endsOn(dueOn),
});

interface ItemPage extends PageArguments {
  readonly states?: readonly ItemState[] | null | undefined;
}

/** What still has no limit waits for a decision and comes first. */
const answeredForBy = (
  context: Context,
  as: 'LEADER' | 'SUPERVISOR' | 'HANDLER',
  personId: string,
  { states, ...page }: ItemPage,
) =>
  context.office.page(context, itemsOf(context.kit.db.read, as, personId, states), itemAccess, {
    ...page,
    orderBy: { dueAt: 'ASC' },
  });

export const itemResolvers = {
  Query: {
    supervisionItem: (_, { id }, { loaders }) => loaders.items.load(id),
    supervisionItemByCode: async (_, { orgId, code }, context) => {
      const query = itemsWhere(context.kit.db.read, { ownerOrgId: orgId }).andWhere('item.code = :code', {
        code: foldedCode(code),
      });
      const [found] = await context.office.list(context, query, itemAccess);
      return found ?? null;
    },
    supervisionItems: (_, { where, ...page }, context) =>
      context.office.page(context, itemsWhere(context.kit.db.read, inDays(context, where ?? {})), itemAccess, {
        ...page,
        // In the order of the index that finds the days.
        orderBy: where?.due || where?.dueOn ? { dueAt: 'ASC' } : { createdAt: 'DESC' },
      }),
    mySupervision: (_, { as, ...page }, context) => answeredForBy(context, as, context.viewer.personId ?? '', page),
    ledger: (_, { orgId, registered, ...page }, context) =>
      context.office.page(context, registeredItems(context.kit.db.read, orgId, registered ?? {}), itemAccess, {
        ...page,
        orderBy: { registeredAt: 'ASC' },
      }),
  },
  Mutation: {
    startItemSequence: async (_, { input }, context) => ({
      nextSerial: await context.items.startItemSequence(context, input),
    }),
    proposeItem: (_, { input }, context) => changed(context, context.items.proposeItem(context, input)),
    registerItem: (_, { input }, context) => changed(context, context.items.registerItem(context, input)),
    rejectItem: (_, { input }, context) => changed(context, context.items.rejectItem(context, input)),
    mergeItem: (_, { input }, context) => changed(context, context.items.mergeItem(context, input)),
    suspendItem: (_, { input }, context) => changed(context, context.closing.suspendItem(context, input)),
    resumeItem: (_, { input }, context) => changed(context, context.closing.resumeItem(context, input)),
    submitCompletion: (_, { input }, context) => changed(context, context.closing.submitCompletion(context, input)),
    verifyItem: (_, { input }, context) => changed(context, context.closing.verifyItem(context, input)),
    strikeOffItem: (_, { input }, context) => changed(context, context.closing.strikeOffItem(context, input)),
    reopenItem: (_, { input }, context) => changed(context, context.closing.reopenItem(context, input)),
    giveLeaderFeedback: (_, { input }, context) => changed(context, context.closing.giveLeaderFeedback(context, input)),
  },
  SupervisionItem: {
    __resolveReference: ({ id }, { loaders }) => loaders.items.load(id),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    title: async (item, _, context) => item.title ?? (await textOfSource(item, context))?.slice(0, 200) ?? null,
    requirement: (item, _, context) => item.requirement ?? textOfSource(item, context),
    source: (item) => {
      const source = sourceOf(item);
      return source && source.type !== 'Instruction' ? { __typename: source.type, id: source.id } : null;
    },
    leaderFeedback: ({ feedbackScore: score, feedbackAt: at }) =>
      score === null || at === null ? null : { score, at },
    leader: ({ leaderId }) => reference('Person', leaderId),
    leadOrg: ({ leadOrgId }) => reference('Org', leadOrgId),
    coOrgs: ({ coOrgIds }) => coOrgIds.map((id) => reference('Org', id)),
    supervisor: ({ supervisorId }) => reference('Person', supervisorId),
    registeredBy: ({ registeredById }) => reference('Person', registeredById),
    state: ({ status }) => status,
    dueOn: ({ dueAt }, _, { office }) => office.calendar.lastDayOf(dueAt),
    originalDueOn: ({ originalDueAt }, _, { office }) => office.calendar.lastDayOf(originalDueAt),
    mergedInto: ({ mergedIntoId }, _, { loaders }) => (mergedIntoId === null ? null : loaders.items.load(mergedIntoId)),
    light: async (item, { asOf }, { loaders }) => (await loaders.light(item, asOf ?? null)).light,
    lightReason: async (item, { asOf }, { loaders }) => (await loaders.light(item, asOf ?? null)).reason,
    lightText: async (item, { asOf }, { loaders, language }) =>
      lightText((await loaders.light(item, asOf ?? null)).reason, language),
    verifications: ({ id }, _, { loaders }) => loaders.verifications.load(id),
    ...actionFields(itemWorkflow, (item: SupervisionItem, { loaders }: Context) => loaders.dossier(item)),
  },
  Org: { __resolveReference: (known) => known },
  Person: {
    __resolveReference: (known) => known,
    assignedItems: ({ id }, page, context) => answeredForBy(context, 'HANDLER', id, page),
    ledItems: ({ id }, page, context) => answeredForBy(context, 'LEADER', id, page),
  },
  ServiceCase: {
    __resolveReference: (known) => known,
    supervisionItem: async ({ id }, _, { loaders }) => {
      const itemId = await loaders.itemIdsOfCases.load(id);
      return itemId === null ? null : loaders.items.load(itemId);
    },
  },
  SupervisionSource: { __resolveType: ({ __typename }) => __typename },
  Verification: { verifier: ({ verifierId }) => reference('Person', verifierId) },
} satisfies Resolvers;
