import { connection, type PageArguments } from '@chengqi/service-kit';
import { AssignmentEntity } from '../assignments/assignment.entity.ts';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { SupervisionItemEntity } from './item.entity.ts';
import { type SupervisionItem, sourceOf } from './item.ts';
import { itemAccess, itemWorkflow } from './item.workflow.ts';
import { staffOf } from './staff.ts';

const stub = (id: string | null) => (id === null ? null : { id });

/** Items the viewer may see; every list and count starts from it. */
function visibleItems({ kit, office, viewer }: Context) {
  const { sql, params } = office.visible(viewer, { alias: 'item', roles: itemAccess.roles });
  return kit.db.read.getRepository(SupervisionItemEntity).createQueryBuilder('item').where(sql, params);
}

const page = (query: ReturnType<typeof visibleItems>, args: PageArguments, column: string, direction: 'ASC' | 'DESC') =>
  connection(query, args, { alias: 'item', orderBy: { column: `item.${column}`, direction } });

/** Only items of which the person handles a part. */
function handledBy(query: ReturnType<typeof visibleItems>, personId: string) {
  const parts = query
    .subQuery()
    .select('1')
    .from(AssignmentEntity, 'part')
    .where('part.itemId = item.id AND part.handlerId = :handler');
  return query.andWhere(`EXISTS ${parts.getQuery()}`, { handler: personId });
}

/** What was changed, read anew. */
const changed = async (context: Context, id: Promise<string>) => ({ item: await context.loaders.items.load(await id) });

async function textOfSource(item: SupervisionItem, { loaders }: Context): Promise<string | null> {
  return item.sourceType === 'Resolution' && item.sourceId !== null ? loaders.sourceTexts.load(item.sourceId) : null;
}

export const itemResolvers: Resolvers = {
  Query: {
    supervisionItem: (_, { id }, { loaders }) => loaders.items.load(id),
    supervisionItemByCode: async (_, { orgId, code }, context) => {
      const found = await visibleItems(context)
        .andWhere('item.ownerOrgId = :orgId AND item.code = :code', { orgId, code })
        .getOne();
      return found && context.loaders.items.load(found.id);
    },
    supervisionItems: (_, { where, ...args }, context) => {
      const query = visibleItems(context);
      if (where?.states)
        query.andWhere(where.states.length > 0 ? 'item.status IN (:...states)' : '1 = 0', { states: where.states });
      if (where?.category) query.andWhere('item.category = :category', { category: where.category });
      if (where?.weight) query.andWhere('item.weight = :weight', { weight: where.weight });
      if (where?.ownerOrgId) query.andWhere('item.ownerOrgId = :owner', { owner: where.ownerOrgId });
      if (where?.leadOrgId) query.andWhere('item.leadOrgId = :lead', { lead: where.leadOrgId });
      if (where?.due?.gte) query.andWhere('item.dueAt >= :dueGte', { dueGte: where.due.gte });
      if (where?.due?.lt) query.andWhere('item.dueAt < :dueLt', { dueLt: where.due.lt });
      return page(query, args, 'createdAt', 'DESC');
    },
    mySupervision: (_, { as, ...args }, context) => {
      const query = visibleItems(context).andWhere('item.dueAt IS NOT NULL');
      const me = context.viewer.personId ?? '';
      if (as === 'LEADER') query.andWhere('item.leaderId = :me', { me });
      if (as === 'SUPERVISOR') query.andWhere('item.supervisorId = :me', { me });
      if (as === 'HANDLER') handledBy(query, me);
      return page(query, args, 'dueAt', 'ASC');
    },
    ledger: (_, { orgId, registered, ...args }, context) => {
      const query = visibleItems(context).andWhere('item.ownerOrgId = :orgId AND item.registeredAt IS NOT NULL', {
        orgId,
      });
      if (registered?.gte) query.andWhere('item.registeredAt >= :gte', { gte: registered.gte });
      if (registered?.lt) query.andWhere('item.registeredAt < :lt', { lt: registered.lt });
      return page(query, args, 'registeredAt', 'ASC');
    },
  },
  Mutation: {
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
    ownerOrg: ({ ownerOrgId }) => stub(ownerOrgId),
    title: async (item, _, context) => item.title ?? (await textOfSource(item, context))?.slice(0, 200) ?? null,
    requirement: (item, _, context) => item.requirement ?? textOfSource(item, context),
    source: (item) => {
      const source = sourceOf(item);
      return source && source.type !== 'Instruction' ? { __typename: source.type, id: source.id } : null;
    },
    leaderFeedback: ({ feedbackScore: score, feedbackAt: at }) =>
      score === null || at === null ? null : { score, at },
    leader: ({ leaderId }) => stub(leaderId),
    leadOrg: ({ leadOrgId }) => stub(leadOrgId),
    coOrgs: ({ coOrgIds }) => coOrgIds.map((id: string) => ({ id })),
    supervisor: ({ supervisorId }) => stub(supervisorId),
    registeredBy: ({ registeredById }) => stub(registeredById),
    state: ({ status }) => status,
    mergedInto: ({ mergedIntoId }, _, { loaders }) => (mergedIntoId === null ? null : loaders.items.load(mergedIntoId)),
    light: async (item, { asOf }, { loaders, kit }) => (await loaders.light(item, asOf ?? kit.clock.now())).light,
    lightReason: async (item, { asOf }, { loaders, kit }) =>
      (await loaders.light(item, asOf ?? kit.clock.now())).reason,
    verifications: ({ id }, _, { loaders }) => loaders.verifications.load(id),
    allowedActions: async (item, _, context) =>
      itemWorkflow.allowedActions(staffOf(context.office, context), await context.loaders.dossier(item)),
  },
  Org: { __resolveReference: ({ id }) => ({ id }) },
  Person: {
    __resolveReference: ({ id }) => ({ id }),
    assignedItems: ({ id }, args, context) =>
      page(handledBy(visibleItems(context), id).andWhere('item.dueAt IS NOT NULL'), args, 'dueAt', 'ASC'),
    ledItems: ({ id }, args, context) =>
      page(
        visibleItems(context).andWhere('item.dueAt IS NOT NULL AND item.leaderId = :id', { id }),
        args,
        'dueAt',
        'ASC',
      ),
  },
  ServiceCase: {
    __resolveReference: ({ id }) => ({ id }),
    supervisionItem: async ({ id }, _, { loaders }) => {
      const itemId = await loaders.itemIdsOfCases.load(id);
      return itemId === null ? null : loaders.items.load(itemId);
    },
  },
  SupervisionSource: { __resolveType: ({ __typename }) => __typename },
  Verification: { verifier: ({ verifierId }) => stub(verifierId) },
};
