import { actionFields, loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { FocusTopicOrder } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { itemsWhere } from '../items/item.repository.ts';
import { itemAccess } from '../items/item.workflow.ts';
import { type FocusTopic, fewestStaff, signalKinds } from './focus-topic.ts';
import { topicAccess, topicWorkflow } from './focus-topic.workflow.ts';
import { type FocusSource, topicsWhere } from './focus-topics.repository.ts';
import { heatOf, trendOf } from './heat.workflow.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({
  topic: await loadChanged(loaders.focusTopics, id),
});

const orders = {
  HEAT_DESC: { heatRank: 'DESC' },
  CREATED_DESC: { createdAt: 'DESC' },
} as const satisfies Record<FocusTopicOrder, object>;

const rounded = (heat: number): number => Math.round(heat * 10) / 10;

/** Of staff only where they are enough in all. */
function isTold({ kind }: FocusSource, all: readonly FocusSource[]): boolean {
  if (signalKinds[kind].group !== 'STAFF') return true;
  const ofStaff = all.filter((source) => signalKinds[source.kind].group === 'STAFF');
  return ofStaff.reduce((sum, { count }) => sum + count, 0) >= fewestStaff;
}

async function trend({ id, heatRank }: FocusTopic, { loaders, kit }: Context): Promise<number> {
  const [recent, sources] = await Promise.all([loaders.recentMentions.load(id), loaders.focusSources.load(id)]);
  const told = new Set(sources.filter((source) => isTold(source, sources)).map(({ kind }) => kind));
  const heard = recent
    .filter(({ kind }) => told.has(kind))
    .map(({ kind, at }) => ({ at, weight: signalKinds[kind].weight }));
  return rounded(trendOf(heatRank, heard, kit.clock.now()));
}

export const focusResolvers = {
  Query: {
    focusTopic: (_, { id }, { loaders }) => loaders.focusTopics.load(id),
    focusTopics: (_, { where, orderBy, ...page }, context) =>
      context.office.page(context, topicsWhere(context.kit.db.read, where ?? {}), topicAccess, {
        ...page,
        search: where?.search,
        orderBy: orders[orderBy ?? 'HEAT_DESC'],
      }),
  },
  Mutation: {
    createFocusTopic: (_, { input }, context) => changed(context, context.focusTopics.createFocusTopic(context, input)),
    changeFocusTopic: (_, { input }, context) => changed(context, context.focusTopics.changeFocusTopic(context, input)),
  },
  FocusTopic: {
    __resolveReference: ({ id }, { loaders }) => loaders.focusTopics.load(id),
    state: ({ status }) => status,
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    createdBy: ({ createdById }) => reference('Person', createdById),
    heat: ({ heatRank }, _, { kit }) => rounded(heatOf(heatRank, kit.clock.now())),
    trend: (topic, _, context) => trend(topic, context),
    sources: async ({ id }, _, { loaders }) => {
      const all = await loaders.focusSources.load(id);
      return all.filter((source) => isTold(source, all));
    },
    items: ({ id }, page, context) => {
      const query = itemsWhere(context.kit.db.read, {}).andWhere(
        `item.sourceType = 'FocusTopic' AND item.sourceId = :topicId`,
        { topicId: id },
      );
      return context.office.page(context, query, itemAccess, { ...page, orderBy: { createdAt: 'DESC' } });
    },
    ...actionFields(topicWorkflow),
  },
  FocusSource: {
    group: ({ kind }) => signalKinds[kind].group,
    weight: ({ kind }) => signalKinds[kind].weight,
  },
} satisfies Resolvers;
