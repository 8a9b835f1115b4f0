import { connection } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { staffOf } from '../items/staff.ts';
import { CoordinationCaseEntity } from './coordination.entity.ts';
import type { CoordinationCase } from './coordination.ts';
import { coordinationAccess, coordinationWorkflow } from './coordination.workflow.ts';

const stub = (id: string | null) => (id === null ? null : { id });
const changed = async ({ loaders }: Context, id: Promise<string>) => ({
  coordination: await loaders.coordinations.load(await id),
});

export const coordinationResolvers: Resolvers = {
  Query: {
    coordinationCase: (_, { id }, { loaders }) => loaders.coordinations.load(id),
    coordinationCases: (_, { where, ...page }, { office, kit, viewer }) => {
      const { sql, params } = office.visible(viewer, { alias: 'c', roles: coordinationAccess.roles });
      const query = kit.db.read
        .getRepository<CoordinationCase>(CoordinationCaseEntity)
        .createQueryBuilder('c')
        .where(sql, params);
      if (where?.states)
        query.andWhere(where.states.length > 0 ? 'c.status IN (:...states)' : '1 = 0', { states: where.states });
      if (where?.itemId) query.andWhere('c.itemId = :itemId', { itemId: where.itemId });
      if (where?.partyOrgId) {
        const asked = `EXISTS (SELECT 1 FROM parties a WHERE a.subject_id = c.id AND a.party_id = :party AND a.relation = 'asked')`;
        query.andWhere(asked, { party: where.partyOrgId });
      }
      return connection(query, page, { alias: 'c', orderBy: { column: 'c.createdAt', direction: 'DESC' } });
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
  CoordinationCase: {
    __resolveReference: ({ id }, { loaders }) => loaders.coordinations.load(id),
    state: ({ status }) => status,
    ownerOrg: ({ ownerOrgId }) => stub(ownerOrgId),
    item: ({ itemId }, _, { loaders }) => loaders.items.load(itemId),
    requester: ({ requesterOrgId }) => stub(requesterOrgId),
    requestedBy: ({ requestedById }) => stub(requestedById),
    coordinator: ({ coordinatorId }) => stub(coordinatorId),
    decidedBy: ({ decidedById }) => stub(decidedById),
    allowedActions: (found, _, context) => coordinationWorkflow.allowedActions(staffOf(context.office, context), found),
  },
  CoordinationParty: {
    org: ({ orgId }) => stub(orgId),
    statedBy: ({ statedById }) => stub(statedById),
  },
};
