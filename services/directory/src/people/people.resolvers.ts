import { actionFields, connection, lineOf, loadChanged } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { readOneOf } from '../input.ts';
import { clearanceInForce } from '../viewer/claims.repository.ts';
import { findPersonByStaffNo, selectPeople } from './person.repository.ts';
import { maskPhone, type Person } from './person.ts';
import { personSubject, personWorkflow } from './person.workflow.ts';

const byStaffNo = { alias: 'p', orderBy: { column: 'p.staffNo', direction: 'ASC' } } as const;

export const peopleResolvers = {
  Query: {
    person: (_, { id, staffNo }, { loaders, kit }) => {
      readOneOf(['id', 'staffNo'], [id, staffNo]);
      return id == null ? findPersonByStaffNo(kit.db.read, staffNo ?? '') : loaders.people.load(id);
    },
    people: (_, { where, ...page }, { kit }) => connection(selectPeople(kit.db.read, where ?? {}), page, byStaffNo),
    searchPeople: (_, { search, ...page }, { kit }) =>
      connection(selectPeople(kit.db.read, { search: lineOf('search', search, 50), active: true }), page, byStaffNo),
  },
  Mutation: {
    upsertPerson: (_, { input }, context) => changed(context.people.upsert(context, input), context),
    assignPost: (_, { input }, context) => changed(context.people.assignPost(context, input), context),
    endPost: (_, { input }, context) => changed(context.people.endPost(context, input), context),
    grantClearance: (_, { input }, context) => changed(context.clearances.grant(context, input), context),
    revokeClearance: (_, { input }, context) => changed(context.clearances.revoke(context, input), context),
  },
  Person: {
    __resolveReference: ({ id }, { loaders }) => loaders.people.load(id),
    active: ({ status }) => status === 'ACTIVE',
    posts: ({ id }, _, { loaders }) => loaders.postsOfPerson.load(id),
    primaryOrg: ({ primaryOrgId }, _, { loaders }) => (primaryOrgId ? loaders.orgs.load(primaryOrgId) : null),
    clearance: (person, _, context) => (mayReadClearance(person, context) ? clearanceOf(person, context) : null),
    phoneMasked: ({ phone }) => maskPhone(phone),
    phone: ({ id, primaryOrgId }, _, { actor, loaders }) =>
      actor.holds('PII_READ', primaryOrgId) ? loaders.phones.load(id) : null,
    ...actionFields(personWorkflow, async (person: Person, { loaders }: Context) =>
      personSubject(person, (await loaders.postsOfPerson.load(person.id)).length),
    ),
  },
  Post: {
    person: async ({ personId }, _, { loaders }) => found(await loaders.people.load(personId), personId),
    org: ({ orgId }, _, { loaders }) => (orgId ? loaders.orgs.load(orgId) : null),
    scope: ({ scopeOrgId }, _, { loaders }) => (scopeOrgId ? loaders.orgs.load(scopeOrgId) : null),
    from: ({ startedOn }) => startedOn,
    to: ({ endedOn }) => endedOn,
  },
} satisfies Resolvers;

/** How much somebody may read is nobody's business but theirs and of those who grant it. */
const mayReadClearance = ({ id, primaryOrgId }: Person, { viewer, actor }: Context): boolean =>
  actor.system ||
  viewer.personId === id ||
  (primaryOrgId !== null && (actor.holds('SECRECY_OFFICER', primaryOrgId) || actor.holds('ADMIN', primaryOrgId)));

const clearanceOf = (person: Person, { kit }: Context) => ({
  secrecyLevel: person.clearance,
  validTo: person.clearanceValidTo,
  inForce: clearanceInForce(person, kit.clock.today()) === person.clearance,
});

const changed = async (id: Promise<string>, { loaders }: Context) => ({
  person: await loadChanged(loaders.people, id),
});

function found(person: Person | null, id: string): Person {
  if (!person) throw new Error(`person ${id} is gone`);
  return person;
}
