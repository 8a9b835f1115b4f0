import type { Foundation } from '@chengqi/office-kernel';
import { eachOf, notFound, type Request, type Transaction } from '@chengqi/service-kit';
import type { ConfirmClearanceInput, ConfirmPostInput } from '../generated/graphql.ts';
import { lockTree } from '../orgs/org.repository.ts';
import { requireAdmin, requireAdminForRoles } from '../viewer/authority.ts';
import { findPeople, findPosts } from './person.repository.ts';
import { isProposed, nothingProposed, type Person, type Post, uncleared } from './person.ts';
import { noPostWaits, personSubject, personWorkflow, refuseAboveRight } from './person.workflow.ts';
import { findRights, type Posts } from './posts.commands.ts';
import { oversees } from './proposal.repository.ts';

/** O-8: somebody else lets posts and clearances count; all that is named, or nothing. */
export function createConfirmationCommands({ kit: { db }, office }: Foundation, posts: Posts) {
  const confirmPosts = async (request: Request, input: ConfirmPostInput): Promise<string[]> => {
    const postIds = idsOf('postIds', input.postIds);
    await office.execute(request, 'confirmPost', input, async (tx) => {
      await lockTree(tx.manager, db.dialect);
      const proposed = await requirePosts(tx, request, postIds);
      const people = await findPeople(
        tx.manager,
        proposed.map(({ personId }) => personId),
      );
      const role = permitPosts(request, people, proposed);
      for (const { roles, orgId } of proposed) requireAdminForRoles(request, roles, orgId);
      await posts.confirm(tx, people, proposed, { personId: request.actor.personId, role });
      for (const { scopeOrgId } of (await findPosts(tx.manager, postIds)).values()) requireAdmin(request, scopeOrgId);
      return audited(postIds, role);
    });
    return postIds;
  };

  const confirmClearances = async (request: Request, input: ConfirmClearanceInput): Promise<string[]> => {
    const personIds = idsOf('personIds', input.personIds);
    await office.execute(request, 'confirmClearance', input, async (tx) => {
      await lockTree(tx.manager, db.dialect);
      const people = await requirePeople(tx, personIds);
      const role = permitClearances(request, people);
      await refuseAboveRights(tx, people);
      await posts.settleAll(
        tx,
        people.map((before) => ({ before, changes: asProposed(before) })),
        ['clearance'],
        role,
      );
      return audited(personIds, role);
    });
    return personIds;
  };

  return { confirmPosts, confirmClearances };
}

const most = 500;
const idsOf = (field: string, ids: readonly string[]): string[] =>
  eachOf(field, [...new Set(ids)], { min: 1, max: most }, (id) => id);

/** Each has its entry in the audit. */
const audited = ([id = '', ...others]: readonly string[], role: string | null) => ({ id, others, role });

/** A proposed post is there for who oversees its unit. */
async function requirePosts(tx: Transaction, { actor }: Request, ids: readonly string[]): Promise<Post[]> {
  const found = await findPosts(tx.manager, ids);
  return ids.map((id) => {
    const post = found.get(id);
    if (post && (!isProposed(post) || oversees(actor, post))) return post;
    throw notFound('Post');
  });
}

async function requirePeople(tx: Transaction, ids: readonly string[]): Promise<Person[]> {
  const found = await findPeople(tx.manager, ids);
  return ids.map((id) => {
    const person = found.get(id);
    if (!person) throw notFound('Person');
    return person;
  });
}

/** Answers the role in which the actor confirms. */
function permitPosts({ actor }: Request, people: ReadonlyMap<string, Person>, posts: readonly Post[]): string | null {
  const roles = [...people.values()].map((person) => {
    const own = posts.filter(({ personId }) => personId === person.id);
    const { role } = personWorkflow.permit(actor, personSubject(person, own), 'CONFIRM_POST');
    if (!own.every(isProposed)) throw noPostWaits();
    return role;
  });
  return roles[0] ?? null;
}

const permitClearances = ({ actor }: Request, people: readonly Person[]): string | null =>
  people.map((person) => personWorkflow.permit(actor, personSubject(person, []), 'CONFIRM_CLEARANCE').role)[0] ?? null;

/** O-5 is asked anew: the person may have come to another unit since. */
async function refuseAboveRights(tx: Transaction, people: readonly Person[]): Promise<void> {
  const rightOf = await findRights(
    tx,
    people.flatMap(({ primaryOrgId }) => primaryOrgId ?? []),
  );
  for (const { primaryOrgId, proposedClearance } of people) {
    const right = rightOf(primaryOrgId);
    if (right !== null) refuseAboveRight(proposedClearance ?? uncleared, right);
  }
}

const asProposed = ({ proposedClearance, proposedClearanceValidTo }: Person): Partial<Person> => ({
  clearance: proposedClearance ?? uncleared,
  clearanceValidTo: proposedClearanceValidTo,
  ...nothingProposed,
});
