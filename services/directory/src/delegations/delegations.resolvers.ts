import { actionFields, connection, loadChanged } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { selectDelegations } from './delegation.repository.ts';
import { type Delegation, stateOf } from './delegation.ts';
import { delegationSubject, delegationWorkflow } from './delegation.workflow.ts';

const byEnd = { alias: 'd', orderBy: { column: 'd.validTo', direction: 'DESC' } } as const;

export const delegationResolvers = {
  Query: {
    delegation: (_, { id }, { loaders }) => loaders.delegations.load(id),
    delegations: (_, { where, ...page }, { kit, viewer }) => {
      const { mine, orgId, states } = where ?? {};
      const wanted = { orgId: orgId ?? null, states: states ?? null, personId: mine ? (viewer.personId ?? '') : null };
      return connection(selectDelegations(kit.db.read, wanted, kit.clock.now()), page, byEnd);
    },
  },
  Mutation: {
    delegate: (_, { input }, context) => changed(context.delegations.delegate(context, input), context),
    revokeDelegation: (_, { input }, context) => changed(context.delegations.revoke(context, input), context),
  },
  Person: { delegations: ({ id }, _, { loaders }) => loaders.delegationsOfPerson.load(id) },
  Delegation: {
    __resolveReference: ({ id }, { loaders }) => loaders.delegations.load(id),
    from: ({ fromId }, _, { loaders }) => loaders.people.load(fromId),
    to: ({ toId }, _, { loaders }) => loaders.people.load(toId),
    org: ({ ownerOrgId }, _, { loaders }) => loaders.orgs.load(ownerOrgId),
    state: (delegation, _, { kit }) => stateOf(delegation, kit.clock.now()),
    reason: (delegation, _, context) => (concerns(delegation, context) ? delegation.reason : null),
    revokedBy: ({ revokedById }, _, { loaders }) => (revokedById ? loaders.people.load(revokedById) : null),
    ...actionFields(delegationWorkflow, (delegation: Delegation, { kit }: Context) =>
      delegationSubject(delegation, kit.clock.now()),
    ),
  },
} satisfies Resolvers;

/** Why somebody is away is for the two and for who answers for the unit. */
const concerns = ({ fromId, toId, ownerOrgId }: Delegation, { actor }: Context): boolean =>
  actor.system ||
  actor.personId === fromId ||
  actor.personId === toId ||
  delegationWorkflow.roles.some((role) => actor.holds(role, ownerOrgId));

const changed = async (id: Promise<string>, { loaders }: Context) => ({
  delegation: await loadChanged(loaders.delegations, id),
});
