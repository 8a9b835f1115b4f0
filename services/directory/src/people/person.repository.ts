import { foldedCode } from '@chengqi/office-kernel';
import { beginningWith, containing } from '@chengqi/service-kit';
import { type EntityManager, In, IsNull, Not, type SelectQueryBuilder } from 'typeorm';
import type { PersonDimension } from '../generated/graphql.ts';
import { PersonEntity, PostEntity } from './person.entity.ts';
import { isConfirmed, type Person, type Post } from './person.ts';

export const findPerson = (manager: EntityManager, id: string): Promise<Person | null> =>
  manager.getRepository(PersonEntity).findOneBy({ id });

export const findPersonByStaffNo = (manager: EntityManager, staffNo: string): Promise<Person | null> =>
  manager.getRepository(PersonEntity).findOneBy({ staffNo: foldedCode(staffNo) });

export async function findPeople(manager: EntityManager, ids: readonly string[]): Promise<Map<string, Person>> {
  const people = await manager.getRepository(PersonEntity).findBy({ id: In([...ids]) });
  return new Map(people.map((person) => [person.id, person]));
}

/** The principal post first, then the oldest: the first one gives the person's primary unit. */
const byRank = (a: Post, b: Post): number =>
  Number(b.principal) - Number(a.principal) || a.startedOn.localeCompare(b.startedOn) || (a.id < b.id ? -1 : 1);

/** Posts that are not over, proposed ones among them. */
export async function findHeldPosts(manager: EntityManager, personIds: readonly string[]): Promise<Post[]> {
  if (personIds.length === 0) return [];
  const posts = await manager.getRepository(PostEntity).findBy({ personId: In([...personIds]), endedOn: IsNull() });
  return posts.sort(byRank);
}

/** Posts that count: open and confirmed. */
export const findOpenPosts = async (manager: EntityManager, personIds: readonly string[]): Promise<Post[]> =>
  (await findHeldPosts(manager, personIds)).filter(isConfirmed);

export const findOpenPostsOfOrgs = (manager: EntityManager, orgIds: readonly string[]): Promise<Post[]> =>
  orgIds.length === 0
    ? Promise.resolve([])
    : manager
        .getRepository(PostEntity)
        .findBy({ orgId: In([...orgIds]), endedOn: IsNull(), confirmedAt: Not(IsNull()) });

export async function findPosts(manager: EntityManager, ids: readonly string[]): Promise<Map<string, Post>> {
  const posts = await manager.getRepository(PostEntity).findBy({ id: In([...ids]) });
  return new Map(posts.map((post) => [post.id, post]));
}

/** The open and confirmed principal post of each unit that has one. */
export const findPrincipalPosts = (manager: EntityManager, orgIds: readonly string[]): Promise<Post[]> =>
  manager.getRepository(PostEntity).findBy({ principalOf: In([...orgIds]) });

/** Whoever is or is proposed as principal of the unit, but for those whom a proposal takes away from it. */
export async function findComingPrincipals(manager: EntityManager, orgId: string): Promise<Post[]> {
  const repository = manager.getRepository(PostEntity);
  const principals = await repository.findBy({ orgId, principal: true, endedOn: IsNull() });
  const leaving = await repository.findBy({ replacesId: In(principals.map(({ id }) => id)), endedOn: IsNull() });
  return principals.filter(({ id }) => !leaving.some(({ replacesId }) => replacesId === id));
}

/** People whose primary unit this is and who read more than INTERNAL. */
export const findPeopleClearedIn = (manager: EntityManager, orgId: string): Promise<Person[]> =>
  manager.getRepository(PersonEntity).findBy({ primaryOrgId: orgId, clearance: Not(In(['PUBLIC', 'INTERNAL'])) });

export interface PeopleWanted {
  readonly orgId?: string | null;
  readonly role?: string | null;
  readonly active?: boolean | null;
  /** In the name, or where the staff number begins: any text, one character too. */
  readonly containing?: string | null;
}

/** By what people are counted: a column of theirs. */
export const personDimensions = {
  ACTIVE: 'status',
  ORG: 'primaryOrgId',
} as const satisfies Record<PersonDimension, keyof Person>;

/** People that meet all the conditions, for a page of them; unit and role are asked of the same open post. */
export function selectPeople(
  manager: EntityManager,
  { orgId, role, active, containing: text }: PeopleWanted,
): SelectQueryBuilder<Person> {
  const query = manager.getRepository(PersonEntity).createQueryBuilder('p');
  const ofPost = ['t.person_id = p.id', 't.ended_on IS NULL', 't.confirmed_at IS NOT NULL'];
  if (orgId != null) ofPost.push('t.org_id = :orgId');
  if (role != null) ofPost.push("t.roles LIKE :role ESCAPE '!'");
  if (orgId != null || role != null) {
    const parameters = { orgId, role: containing(JSON.stringify(role ?? '')) };
    query.andWhere(`EXISTS (SELECT 1 FROM posts t WHERE ${ofPost.join(' AND ')})`, parameters);
  }
  if (active != null) query.andWhere('p.status = :status', { status: active ? 'ACTIVE' : 'INACTIVE' });
  if (text != null) {
    const parameters = { text: containing(text), beginning: beginningWith(text) };
    query.andWhere("(p.name LIKE :text ESCAPE '!' OR p.staff_no LIKE :beginning ESCAPE '!')", parameters);
  }
  return query;
}
