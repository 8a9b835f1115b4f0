import { foldedCode } from '@chengqi/office-kernel';
import { actionFields, loadChanged, type PageArguments, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type {
  SupervisionItemDimension,
  SupervisionItemFilter,
  SupervisionItemOrder,
  SupervisionSourceKind,
} from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { lights, lightText } from '../lights/light.ts';
import { amongItems, dimensions, type ItemFilter, itemsOf, itemsWhere, registeredItems } from './item.repository.ts';
import {
  type ItemCategory,
  type ItemCount,
  type ItemState,
  isDecision,
  type SourceType,
  type SupervisionItem,
  sourceOf,
} from './item.ts';
import { itemAccess, itemWorkflow } from './item.workflow.ts';

/** What was changed, read anew. */
const changed = async (context: Context, id: Promise<string>) => ({
  item: await loadChanged(context.loaders.items, id),
});

async function textOfSource(item: SupervisionItem, { loaders }: Context): Promise<string | null> {
  return isDecision(item.sourceType) && item.sourceId !== null ? loaders.sourceTexts.load(item.sourceId) : null;
}

/** Of a topic, which is kept here, null where the viewer may not see it; of all others a reference that their owners answer. */
async function sourceFrom({ type, id }: { type: SourceType; id: string }, { focusTopics }: Context['loaders']) {
  if (type !== 'FocusTopic') return { __typename: type, id };
  const topic = await focusTopics.load(id);
  return topic && { __typename: type, ...topic };
}

const kinds: Readonly<Record<SupervisionSourceKind, SourceType | null>> = {
  RESOLUTION: 'Resolution',
  HAZARD: 'Hazard',
  SERVICE_CASE: 'ServiceCase',
  INSTRUCTION: 'Instruction',
  FOCUS_TOPIC: 'FocusTopic',
  NONE: null,
};

/** What a filter means here. */
function conditionsOf({ office }: Context, filter: SupervisionItemFilter): ItemFilter {
  const { dueOn, orgId, sources, search: _, ...where } = filter;
  return {
    ...where,
    sources: sources?.map((kind) => kinds[kind]),
    units: orgId == null ? null : office.parties.within('item.id', 'assignee', orgId),
    dueOn: dueOn && office.calendar.endsOn(dueOn),
  };
}

const orders = {
  CREATED_DESC: { createdAt: 'DESC' },
  DUE_ASC: { dueAt: 'ASC' },
  DUE_DESC: { dueAt: 'DESC' },
  LIGHT_ASC: { lightRank: 'ASC' },
  REGISTERED_ASC: { registeredAt: 'ASC' },
  REGISTERED_DESC: { registeredAt: 'DESC' },
  PROGRESS_ASC: { progressPercent: 'ASC' },
  PROGRESS_DESC: { progressPercent: 'DESC' },
} as const satisfies Record<SupervisionItemOrder, object>;

interface BoardPage extends PageArguments {
  readonly where?: SupervisionItemFilter | null | undefined;
  readonly orderBy?: SupervisionItemOrder | null | undefined;
}

/** In the order of the index that finds the days, when nothing else is asked. */
function board(context: Context, { where, orderBy, ...page }: BoardPage) {
  const usual = where?.due || where?.dueOn ? 'DUE_ASC' : 'CREATED_DESC';
  const query = itemsWhere(context.kit.db.read, conditionsOf(context, where ?? {}));
  const search = where?.search;
  return context.office.page(context, query, itemAccess, { ...page, search, orderBy: orders[orderBy ?? usual] });
}

const uncounted = { light: null, state: null, orgId: null, category: null };

async function counts(
  context: Context,
  by: SupervisionItemDimension,
  where: SupervisionItemFilter,
): Promise<ItemCount[]> {
  const conditions = conditionsOf(context, where);
  const rows = await context.office.countBy(context, itemsWhere(context.kit.db.read, conditions), itemAccess, {
    ...{ by: dimensions[by], among: amongItems(conditions), search: where.search },
  });
  return rows.map(({ value, count }) => {
    const part = { ...uncounted, count };
    if (by === 'LIGHT') return { ...part, light: lights[Number(value)] ?? 'NONE' };
    if (by === 'STATE') return { ...part, state: value as ItemState };
    return by === 'ORG' ? { ...part, orgId: value as string | null } : { ...part, category: value as ItemCategory };
  });
}

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
    supervisionItems: (_, asked, context) => board(context, asked),
    supervisionItemCounts: (_, { by, where }, context) => counts(context, by, where ?? {}),
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
    source: (item, _, { loaders }) => {
      const source = sourceOf(item);
      return source && sourceFrom(source, loaders);
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
  SupervisionItemCount: { org: ({ orgId }) => reference('Org', orgId) },
  Org: {
    __resolveReference: (known) => known,
    supervisionItems: ({ id }, { where, ...asked }, context) =>
      board(context, { ...asked, where: { ...where, orgId: id } }),
  },
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
