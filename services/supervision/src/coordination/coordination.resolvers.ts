import { actionFields, loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { coordinationCasesWhere } from './coordination.repository.ts';
import { coordinationAccess, coordinationWorkflow } from './coordination.workflow.ts';
import { readableDocuments } from './documents.repository.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({
  coordination: await loadChanged(loaders.coordinations, id),
});

export const coordinationResolvers = {
  Query: {
    coordinationCase: (_, { id }, { loaders }) => loaders.coordinations.load(id),
    coordinationCases: async (_, { where, ...page }, context) => {
      const query = coordinationCasesWhere(context.kit.db.read, where ?? {});
      // That a coordination is about a document is told to who may read the document.
      const { documentId } = where ?? {};
      if (documentId && !(await readableDocuments(context.kit, context, [documentId])).has(documentId))
        query.andWhere('1 = 0');
      return context.office.page(context, query, coordinationAccess, { ...page, orderBy: { createdAt: 'DESC' } });
    },
  },
  Mutation: {
    requestCoordination: (_, { input }, context) =>
      changed(context, context.coordination.requestCoordination(context, input)),
    acceptCoordination: (_, { input }, context) =>
      changed(context, context.coordination.acceptCoordination(context, input)),
    statePosition: (_, { input }, context) => changed(context, context.coordination.statePosition(context, input)),
    decideCoordination: (_, { input }, context) =>
      changed(context, context.coordination.decideCoordination(context, input)),
    escalateCoordination: (_, { input }, context) =>
      changed(context, context.coordination.escalateCoordination(context, input)),
    closeCoordination: (_, { input }, context) =>
      changed(context, context.coordination.closeCoordination(context, input)),
  },
  Obstacle: { coordination: ({ id }, _, { loaders }) => loaders.coordinationsOfObstacles.load(id) },
  Document: {
    __resolveReference: (known) => known,
    coordinations: ({ id }, _, { loaders }) => loaders.coordinationsOfDocuments.load(id),
  },
  CoordinationCase: {
    __resolveReference: ({ id }, { loaders }) => loaders.coordinations.load(id),
    state: ({ status }) => status,
    dueOn: ({ dueAt }, _, { office }) => office.calendar.lastDayOf(dueAt),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    item: ({ itemId }, _, { loaders }) => (itemId === null ? null : loaders.items.load(itemId)),
    document: ({ documentId }) => reference('Document', documentId),
    requester: ({ requesterOrgId }) => reference('Org', requesterOrgId),
    requestedBy: ({ requestedById }) => reference('Person', requestedById),
    coordinator: ({ coordinatorId }) => reference('Person', coordinatorId),
    decidedBy: ({ decidedById }) => reference('Person', decidedById),
    ...actionFields(coordinationWorkflow),
  },
  CoordinationParty: {
    org: ({ orgId }) => reference('Org', orgId),
    statedBy: ({ statedById }) => reference('Person', statedById),
  },
} satisfies Resolvers;
