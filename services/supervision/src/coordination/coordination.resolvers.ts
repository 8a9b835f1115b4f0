import { actionFields, loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { coordinationCasesWhere } from './coordination.repository.ts';
import { coordinationAccess, coordinationWorkflow } from './coordination.workflow.ts';

const changed = async ({ loaders }: Context, id: Promise<string>) => ({
  coordination: await loadChanged(loaders.coordinations, id),
});

export const coordinationResolvers = {
  Query: {
    coordinationCase: (_, { id }, { loaders }) => loaders.coordinations.load(id),
    coordinationCases: (_, { where, ...page }, context) =>
      context.office.page(context, coordinationCasesWhere(context.kit.db.read, where ?? {}), coordinationAccess, {
        ...page,
        orderBy: { createdAt: 'DESC' },
      }),
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
  CoordinationCase: {
    __resolveReference: ({ id }, { loaders }) => loaders.coordinations.load(id),
    state: ({ status }) => status,
    dueOn: ({ dueAt }, _, { office }) => office.calendar.lastDayOf(dueAt),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    item: ({ itemId }, _, { loaders }) => loaders.items.load(itemId),
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
