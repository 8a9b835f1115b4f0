import { isAbove } from '@chengqi/office-kernel';
import { duplicate, groupBy, guardFailed, LostRace, type ServiceKit, type Transaction } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { findOrgs, findSubtree } from '../orgs/org.repository.ts';
import type { Org } from '../orgs/org.ts';
import { classifyingRightOf, lineOf } from '../orgs/org.workflow.ts';
import { PersonEntity, PostEntity } from './person.entity.ts';
import {
  findComingPrincipals,
  findHeldPosts,
  findOpenPosts,
  findOpenPostsOfOrgs,
  findPeople,
  findPrincipalPosts,
} from './person.repository.ts';
import { isConfirmed, type Person, type Post, uncleared } from './person.ts';
import { factOf, type PersonFacet, refuseAboveRight } from './person.workflow.ts';
import { departmentOf, scopeOf, type Units } from './scope.workflow.ts';

/** A post as an administrator or an export describes it. */
export interface PostFacts {
  readonly title: string | null;
  readonly roles: string[];
  readonly principal: boolean;
}

export interface PostProposal extends PostFacts {
  readonly startedOn: string;
  readonly proposedById: string | null;
  readonly replacesId: string | null;
}

/** What a person becomes; people who change alike are stored together. */
export interface PersonChange {
  readonly before: Person;
  readonly changes: Partial<Person>;
}

export type Posts = ReturnType<typeof createPosts>;

/**
 * Posts inside an open transaction that holds the tree lock: scopes depend on other posts and on the tree. Callers have
 * checked who acts; what changes is announced by `announce`, scopes of other people at once. Statements
 * grow with the units and values concerned, not with the posts or people.
 */
export function createPosts({ ids, clock }: Pick<ServiceKit, 'ids' | 'clock'>) {
  /**
   * Stores a post that counts for nothing yet, with the scope it would have.
   * @throws DomainError GUARD_FAILED O-2 when the unit has another principal, DUPLICATE for a second post in one unit
   */
  async function propose(tx: Transaction, person: Person, org: Org, proposal: PostProposal): Promise<Post> {
    const { replacesId } = proposal;
    const held = (await findHeldPosts(tx.manager, [person.id])).find(
      ({ id, orgId }) => orgId === org.id && id !== replacesId,
    );
    if (held)
      throw duplicate(held.id, { en: 'The person has a post in this unit already.', zh: '该人员在此机构已有岗位。' });
    if (proposal.principal)
      refuseAny((await findComingPrincipals(tx.manager, org.id)).filter(({ id }) => id !== replacesId));
    const { scope } = await scopes(tx, [org.id], proposal.roles.includes('OFFICE_DIRECTOR') ? [org.id] : []);
    const post: Post = {
      ...proposal,
      id: ids.next('pst'),
      personId: person.id,
      orgId: org.id,
      scopeOrgId: scope(org.id),
      principalOf: null,
      endedOn: null,
      confirmedById: null,
      confirmedAt: null,
    };
    await tx.manager.getRepository(PostEntity).insert(post);
    return post;
  }

  /** Lets proposed posts count, ends those they replace and announces whom that concerns. */
  async function confirm(
    tx: Transaction,
    people: ReadonlyMap<string, Person>,
    proposed: readonly Post[],
    by: { personId: string | null; role: string | null },
  ): Promise<void> {
    const repository = tx.manager.getRepository(PostEntity);
    const replaced = await repository.findBy({ id: In(proposed.flatMap(({ replacesId }) => replacesId ?? [])) });
    await end(tx, replaced.filter(isConfirmed));
    const heads = proposed.filter(({ principal }) => principal).flatMap(({ orgId }) => orgId ?? []);
    refuseAny(await findPrincipalPosts(tx.manager, heads));
    if (new Set(heads).size < heads.length) throw secondPrincipal();
    const confirmed = In(proposed.map(({ id }) => id));
    await repository.update({ id: confirmed }, { confirmedById: by.personId, confirmedAt: tx.now });
    await repository.update({ id: confirmed, principal: true }, { principalOf: () => 'org_id' });
    await settleScopes(tx, [...proposed, ...replaced], new Set(people.keys()));
    const changes = [...people.values()].map((before) => ({ before, changes: {} }));
    await settleAll(tx, changes, ['posts'], by.role);
  }

  /** Changes what a confirmed post carries; answers whether anything did change. */
  async function revise(tx: Transaction, post: Post, org: Org, facts: PostFacts): Promise<boolean> {
    if (isSame(post, facts)) return false;
    if (facts.principal) refuseAny((await findPrincipalPosts(tx.manager, [org.id])).filter(({ id }) => id !== post.id));
    const changes = { ...facts, principalOf: facts.principal ? org.id : null };
    await tx.manager.getRepository(PostEntity).update({ id: post.id }, changes);
    await settleScopes(tx, [post, { ...post, ...facts }], new Set([post.personId]));
    return true;
  }

  /** Changes what a proposed post would carry: whoever says so is the proposer from now on. */
  async function repropose(tx: Transaction, post: Post, facts: PostFacts, proposedById: string | null): Promise<void> {
    if (isSame(post, facts)) return;
    await tx.manager.getRepository(PostEntity).update({ id: post.id }, { ...facts, proposedById });
  }

  /** Ends posts that count and takes proposed ones back. */
  async function close(tx: Transaction, posts: readonly Post[]): Promise<void> {
    if (posts.length === 0) return;
    await end(tx, posts);
    await settleScopes(tx, posts.filter(isConfirmed), new Set(posts.map(({ personId }) => personId)));
  }

  const end = async (tx: Transaction, posts: readonly Post[]): Promise<void> => {
    const changes = { endedOn: clock.today(tx.now), principalOf: null };
    await tx.manager.getRepository(PostEntity).update({ id: In(posts.map(({ id }) => id)) }, changes);
  };

  /**
   * An office director who comes or goes changes how far the whole department reaches; others only settle their own
   * post. The people given are announced by the caller.
   */
  async function settleScopes(tx: Transaction, posts: readonly Post[], people: ReadonlySet<string>): Promise<void> {
    const directed = posts.filter(({ roles }) => roles.includes('OFFICE_DIRECTOR')).flatMap(({ orgId }) => orgId ?? []);
    const below: string[] = [];
    for (const { path } of (await findOrgs(tx.manager, directed)).values()) {
      below.push(...(await findSubtree(tx.manager, path)).map(({ id }) => id));
    }
    const own = await findOpenPosts(tx.manager, [...people]);
    const others = (await findOpenPostsOfOrgs(tx.manager, below)).filter(({ personId }) => !people.has(personId));
    const changed = await rescope(tx, [...own, ...others]);
    await announceOf(
      tx,
      [...changed].filter((id) => !people.has(id)),
    );
  }

  /** Gives posts the scope the rule asks for now; answers whose scopes changed. */
  async function rescope(tx: Transaction, posts: readonly Post[]): Promise<Set<string>> {
    const { units, scope } = await scopes(
      tx,
      posts.flatMap(({ orgId }) => orgId ?? []),
    );
    const moved = posts.filter(
      ({ orgId, scopeOrgId }) => orgId !== null && units.has(orgId) && scope(orgId) !== scopeOrgId,
    );
    for (const [scopeOrgId, alike] of groupBy(moved, ({ orgId }) => scope(orgId ?? ''))) {
      await tx.manager.getRepository(PostEntity).update({ id: In(alike.map(({ id }) => id)) }, { scopeOrgId });
    }
    return new Set(moved.map(({ personId }) => personId));
  }

  /** The scope rule over today's tree and posts; `coming` are units that are to hold an office director. */
  async function scopes(tx: Transaction, orgIds: readonly string[], coming: readonly string[] = []) {
    const orgs = await findOrgs(tx.manager, orgIds);
    const units: Units = new Map([...orgs, ...(await findOrgs(tx.manager, [...orgs.values()].flatMap(lineOf)))]);
    const departments = [...orgs.values()].flatMap((org) => departmentOf(org, units)?.id ?? []);
    const directors = (await findOpenPostsOfOrgs(tx.manager, departments)).filter(({ roles }) =>
      roles.includes('OFFICE_DIRECTOR'),
    );
    const directed = new Set([...coming, ...directors.map(({ orgId }) => orgId)]);
    return {
      units,
      scope: (orgId: string): string => {
        const unit = units.get(orgId);
        return unit ? scopeOf(unit, units, (id) => directed.has(id)) : orgId;
      },
    };
  }

  /** After a unit moved: all posts below it, and whose reach that changed is announced. */
  async function rescopeOrgs(tx: Transaction, orgIds: readonly string[]): Promise<void> {
    await announceOf(tx, [...(await rescope(tx, await findOpenPostsOfOrgs(tx.manager, orgIds)))]);
  }

  const announceOf = async (tx: Transaction, personIds: readonly string[]): Promise<void> =>
    announce(tx, [...(await findPeople(tx.manager, personIds)).values()], ['posts']);

  /** Publishes facets of people as they stand now; `moved` are told of their unit as well. */
  async function announce(
    tx: Transaction,
    people: readonly Person[],
    facets: readonly PersonFacet[],
    role: string | null = null,
    moved: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const posts = groupBy(
      await findOpenPosts(
        tx.manager,
        people.map(({ id }) => id),
      ),
      ({ personId }) => personId,
    );
    const told = (id: string) => (moved.has(id) ? [...new Set<PersonFacet>(['person', ...facets])] : facets);
    await tx.append(
      people.flatMap((person) => told(person.id).map((facet) => factOf[facet](person, posts.get(person.id) ?? []))),
      { role },
    );
  }

  /** O-5: the units that people come to could have granted the clearances they bring. */
  async function refuseOverclearance(tx: Transaction, people: readonly Person[]): Promise<void> {
    const cleared = people.filter(({ clearance }) => isAbove(clearance, uncleared));
    const rightOf = await findRights(
      tx,
      cleared.flatMap(({ primaryOrgId }) => primaryOrgId ?? []),
    );
    for (const { clearance, primaryOrgId } of cleared) {
      const right = rightOf(primaryOrgId);
      if (right !== null) refuseAboveRight(clearance, right);
    }
  }

  /** Stores a change of a person as one version; see `settleAll`. */
  async function settle(
    tx: Transaction,
    before: Person,
    changes: Partial<Person>,
    facets: readonly PersonFacet[],
    role: string | null = null,
  ): Promise<void> {
    await settleAll(tx, [{ before, changes }], facets, role);
  }

  /**
   * Stores changes of people, each as one version, with the primary units that follow from the posts, and publishes them.
   * @throws DomainError GUARD_FAILED O-5 when a new primary unit may not clear the person as high
   */
  async function settleAll(
    tx: Transaction,
    changed: readonly PersonChange[],
    facets: readonly PersonFacet[],
    role: string | null,
  ): Promise<void> {
    const open = await findOpenPosts(
      tx.manager,
      changed.map(({ before }) => before.id),
    );
    const people = changed.map(({ before, changes }): Person => {
      const primaryOrgId = open.find(({ personId }) => personId === before.id)?.orgId ?? null;
      return { ...before, ...changes, primaryOrgId, version: before.version + 1, updatedAt: tx.now };
    });
    await storeAlike(tx, changed, people);
    await tx.stored(
      PersonEntity,
      people.map((after, at) => ({ before: changed[at]?.before ?? null, after })),
    );
    const moved = people.filter(({ primaryOrgId }, at) => primaryOrgId !== changed[at]?.before.primaryOrgId);
    await refuseOverclearance(tx, moved);
    await announce(tx, people, facets, role, new Set(moved.map(({ id }) => id)));
  }

  return { propose, confirm, revise, repropose, close, rescopeOrgs, announce, settle, settleAll };
}

/** One statement for all who come to the same values from the same version. */
async function storeAlike(tx: Transaction, changed: readonly PersonChange[], people: readonly Person[]): Promise<void> {
  const stored = people.map(({ id, version, primaryOrgId, updatedAt }, at) => ({
    id,
    columns: { ...changed[at]?.changes, primaryOrgId, version, updatedAt },
  }));
  for (const alike of groupBy(stored, ({ columns }) => JSON.stringify(columns)).values()) {
    const [first] = alike;
    if (!first) continue;
    const { columns } = first;
    const version = columns.version - 1;
    const result = await tx.manager
      .getRepository(PersonEntity)
      .update({ id: In(alike.map(({ id }) => id)), version }, columns);
    if (result.affected !== alike.length) throw new LostRace('people changed since they were read');
  }
}

/** What the lines of units may clear for; null where a unit is not known. */
export async function findRights(tx: Transaction, orgIds: readonly string[]) {
  const orgs = await findOrgs(tx.manager, orgIds);
  const above = await findOrgs(tx.manager, [...orgs.values()].flatMap(lineOf));
  return (orgId: string | null) => {
    const org = orgId === null ? undefined : orgs.get(orgId);
    return org ? classifyingRightOf(lineOf(org).flatMap((id) => above.get(id) ?? [])) : null;
  };
}

function refuseAny([principal]: readonly Post[]): void {
  if (principal) throw secondPrincipal();
}

const secondPrincipal = () =>
  guardFailed('O-2', { en: 'The unit has a principal already.', zh: '该机构已有主要负责人。' });

const isSame = (post: Post, { title, roles, principal }: PostFacts): boolean =>
  post.title === title && post.principal === principal && post.roles.join() === roles.join();
