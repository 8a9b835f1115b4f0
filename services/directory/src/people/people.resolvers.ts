import { actionFields, connection, countBy, lineOf, loadChanged, type PageArguments } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { PersonDimension, PersonFilter, PersonOrder } from '../generated/graphql.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { readOneOf } from '../input.ts';
import { clearanceInForce } from '../viewer/claims.repository.ts';
import { findPersonByStaffNo, personDimensions, selectPeople } from './person.repository.ts';
import { isConfirmed, isProposed, maskPhone, type Person, type PersonCount, type Post, stateOf } from './person.ts';
import { personSubject, personWorkflow } from './person.workflow.ts';
import { oversees, selectProposedClearances, selectProposedPosts } from './proposal.repository.ts';

const byStaffNo = { alias: 'p', orderBy: { column: 'p.staffNo', direction: 'ASC' } } as const;
const byStart = { alias: 't', orderBy: { column: 't.startedOn', direction: 'ASC' } } as const;

const orders = {
  STAFF_NO_ASC: byStaffNo,
  STAFF_NO_DESC: { alias: 'p', orderBy: { column: 'p.staffNo', direction: 'DESC' } },
  CREATED_DESC: { alias: 'p', orderBy: { column: 'p.createdAt', direction: 'DESC' } },
} as const satisfies Record<PersonOrder, object>;

interface PeoplePage extends PageArguments {
  readonly where?: PersonFilter | null | undefined;
  readonly orderBy?: PersonOrder | null | undefined;
}

/** Everybody who is signed in may know of everybody: no rule narrows this list. */
async function list({ kit, office }: Context, { where, orderBy, ...page }: PeoplePage) {
  const query = selectPeople(kit.db.read, where ?? {});
  const words = await office.search.asked(query, where?.search);
  const counting = words.count(query.clone());
  return words.shown(await connection(words.page(query), page, orders[orderBy ?? 'STAFF_NO_ASC'], counting));
}

async function counts({ kit, office }: Context, by: PersonDimension, where: PersonFilter): Promise<PersonCount[]> {
  const query = selectPeople(kit.db.read, where);
  const counted = (await office.search.asked(query, where.search)).count(query);
  return (await countBy(counted, personDimensions[by])).map(({ value, count }) =>
    by === 'ACTIVE'
      ? { active: value === 'ACTIVE', orgId: null, count }
      : { active: null, orgId: value as string | null, count },
  );
}

export const peopleResolvers = {
  Query: {
    person: (_, { id, staffNo }, { loaders, kit }) => {
      readOneOf(['id', 'staffNo'], [id, staffNo]);
      return id == null ? findPersonByStaffNo(kit.db.read, staffNo ?? '') : loaders.people.load(id);
    },
    people: (_, asked, context) => list(context, asked),
    personCounts: (_, { by, where }, context) => counts(context, by, where ?? {}),
    searchPeople: (_, { search, ...page }, { kit }) =>
      connection(
        selectPeople(kit.db.read, { containing: lineOf('search', search, 50), active: true }),
        page,
        byStaffNo,
      ),
    proposedPosts: (_, page, { kit, viewer }) => connection(selectProposedPosts(kit.db.read, viewer), page, byStart),
    proposedClearances: (_, page, { kit, viewer }) =>
      connection(selectProposedClearances(kit.db.read, viewer), page, byStaffNo),
  },
  Mutation: {
    upsertPerson: (_, { input }, context) => changed(context.people.upsert(context, input), context),
    assignPost: (_, { input }, context) => changed(context.people.assignPost(context, input), context),
    confirmPost: async (_, { input }, context) => ({
      posts: await loadAll(context.loaders.posts, await context.confirmations.confirmPosts(context, input)),
    }),
    endPost: (_, { input }, context) => changed(context.people.endPost(context, input), context),
    grantClearance: (_, { input }, context) => changed(context.clearances.grant(context, input), context),
    confirmClearance: async (_, { input }, context) => ({
      people: await loadAll(context.loaders.people, await context.confirmations.confirmClearances(context, input)),
    }),
    revokeClearance: (_, { input }, context) => changed(context.clearances.revoke(context, input), context),
  },
  Person: {
    __resolveReference: ({ id }, { loaders }) => loaders.people.load(id),
    active: ({ status }) => status === 'ACTIVE',
    posts: async ({ id }, _, { loaders }) => (await loaders.postsOfPerson.load(id)).filter(isConfirmed),
    proposedPosts: async ({ id }, _, context) => (await postsShown(id, context)).filter(isProposed),
    primaryOrg: ({ primaryOrgId }, _, { loaders }) => (primaryOrgId ? loaders.orgs.load(primaryOrgId) : null),
    clearance: (person, _, context) => (mayReadClearance(person, context) ? clearanceOf(person, context) : null),
    proposedClearance: (person, _, context) => (mayReadProposal(person, context) ? proposedClearanceOf(person) : null),
    phoneMasked: ({ phone }) => maskPhone(phone),
    phone: ({ id, primaryOrgId }, _, { actor, loaders }) =>
      actor.holds('PII_READ', primaryOrgId) ? loaders.phones.load(id) : null,
    ...actionFields(personWorkflow, async (person: Person, context: Context) =>
      personSubject(person, await postsShown(person.id, context)),
    ),
  },
  PersonCount: { org: ({ orgId }, _, { loaders }) => (orgId === null ? null : loaders.orgs.load(orgId)) },
  Post: {
    person: async ({ personId }, _, { loaders }) => found(await loaders.people.load(personId), personId),
    org: ({ orgId }, _, { loaders }) => (orgId ? loaders.orgs.load(orgId) : null),
    scope: ({ scopeOrgId }, _, { loaders }) => (scopeOrgId ? loaders.orgs.load(scopeOrgId) : null),
    from: ({ startedOn }) => startedOn,
    to: ({ endedOn }) => endedOn,
    state: stateOf,
    proposedBy: ({ proposedById }, _, { loaders }) => (proposedById ? loaders.people.load(proposedById) : null),
    confirmedBy: ({ confirmedById }, _, { loaders }) => (confirmedById ? loaders.people.load(confirmedById) : null),
  },
  ProposedClearance: {
    proposedBy: ({ proposedById }, _, { loaders }) => (proposedById ? loaders.people.load(proposedById) : null),
  },
} satisfies Resolvers;

/** How much somebody may read is nobody's business but theirs and of those who grant it. */
const mayReadClearance = (person: Person, context: Context): boolean =>
  context.actor.system || context.viewer.personId === person.id || mayReadProposal(person, context);

/** Nor is it the person's own business while it waits. */
const mayReadProposal = ({ primaryOrgId }: Person, { actor }: Context): boolean =>
  oversees(actor, { orgId: primaryOrgId });

const proposedClearanceOf = (person: Person) =>
  person.proposedClearance === null
    ? null
    : {
        secrecyLevel: person.proposedClearance,
        validTo: person.proposedClearanceValidTo,
        proposedById: person.clearanceProposedById,
      };

/** The posts of a person that count, and those proposed that the viewer may know of. */
const postsShown = async (personId: string, { loaders, actor }: Context): Promise<Post[]> =>
  (await loaders.postsOfPerson.load(personId)).filter((post) => isConfirmed(post) || oversees(actor, post));

const clearanceOf = (person: Person, { kit }: Context) => ({
  secrecyLevel: person.clearance,
  validTo: person.clearanceValidTo,
  inForce: clearanceInForce(person, kit.clock.today()) === person.clearance,
});

const changed = async (id: Promise<string>, { loaders }: Context) => ({
  person: await loadChanged(loaders.people, id),
});

const loadAll = <V>(loader: { load(key: string): Promise<V | null> }, ids: readonly string[]): Promise<V[]> =>
  Promise.all(ids.map((id) => loadChanged(loader, id)));

function found(person: Person | null, id: string): Person {
  if (!person) throw new Error(`person ${id} is gone`);
  return person;
}
