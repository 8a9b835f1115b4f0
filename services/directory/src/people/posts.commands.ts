import { isAbove } from '@chengqi/office-kernel';
import { duplicate, guardFailed, type ServiceKit, type Transaction } from '@chengqi/service-kit';
import { findLine, findOrg, findOrgs, findSubtree } from '../orgs/org.repository.ts';
import type { Org } from '../orgs/org.ts';
import { classifyingRightOf, lineOf } from '../orgs/org.workflow.ts';
import { PersonEntity, PostEntity } from './person.entity.ts';
import { findOpenPosts, findOpenPostsOfOrgs, findPeople, findPrincipalPosts } from './person.repository.ts';
import { type Person, type Post, uncleared } from './person.ts';
import { factOf, type PersonFacet, refuseAboveRight } from './person.workflow.ts';
import { departmentOf, scopeOf, type Units } from './scope.workflow.ts';

/** A post as an administrator or an export describes it. */
export interface PostFacts {
  readonly title: string | null;
  readonly roles: string[];
  readonly principal: boolean;
}

export type Posts = ReturnType<typeof createPosts>;

/**
 * Posts inside an open transaction that holds the tree lock: scopes depend on other posts and on the tree. Callers have
 * checked who acts; what changes is announced by `announce`, scopes of other people at once.
 */
export function createPosts({ ids, clock }: Pick<ServiceKit, 'ids' | 'clock'>) {
  /** @throws DomainError GUARD_FAILED O-2 when the unit has another principal, DUPLICATE for a second post in one unit */
  async function open(
    tx: Transaction,
    person: Person,
    org: Org,
    facts: PostFacts & { startedOn: string },
  ): Promise<Post> {
    const held = (await findOpenPosts(tx.manager, [person.id])).find(({ orgId }) => orgId === org.id);
    if (held)
      throw duplicate(held.id, { en: 'The person has a post in this unit already.', zh: '该人员在此机构已有岗位。' });
    if (facts.principal) await refuseSecondPrincipal(tx, org.id, null);
    const post: Post = {
      ...facts,
      id: ids.next('pst'),
      personId: person.id,
      orgId: org.id,
      scopeOrgId: org.id,
      principalOf: facts.principal ? org.id : null,
      endedOn: null,
    };
    await tx.manager.getRepository(PostEntity).insert(post);
    await settleScopes(tx, org, facts.roles, person.id, post.id);
    return tx.manager.getRepository(PostEntity).findOneByOrFail({ id: post.id });
  }

  /** Changes what an open post carries; answers whether anything did change. */
  async function revise(tx: Transaction, post: Post, org: Org, facts: PostFacts): Promise<boolean> {
    const same =
      post.title === facts.title && post.principal === facts.principal && post.roles.join() === facts.roles.join();
    if (same) return false;
    if (facts.principal) await refuseSecondPrincipal(tx, org.id, post.id);
    const changes = { ...facts, principalOf: facts.principal ? org.id : null };
    await tx.manager.getRepository(PostEntity).update({ id: post.id }, changes);
    await settleScopes(tx, org, [...post.roles, ...facts.roles], post.personId, post.id);
    return true;
  }

  async function close(tx: Transaction, post: Post): Promise<void> {
    const changes = { endedOn: clock.today(tx.now), principalOf: null };
    await tx.manager.getRepository(PostEntity).update({ id: post.id }, changes);
    const org = post.orgId === null ? null : (await findOrgs(tx.manager, [post.orgId])).get(post.orgId);
    if (org) await settleScopes(tx, org, post.roles, post.personId, null);
  }

  /** An office director who comes or goes changes how far the whole department reaches; others only settle their own post. */
  async function settleScopes(
    tx: Transaction,
    org: Org,
    roles: readonly string[],
    personId: string,
    postId: string | null,
  ): Promise<void> {
    const touched = roles.includes('OFFICE_DIRECTOR')
      ? await findOpenPostsOfOrgs(
          tx.manager,
          (await findSubtree(tx.manager, org.path)).map(({ id }) => id),
        )
      : await tx.manager.getRepository(PostEntity).findBy({ id: postId ?? '' });
    const changed = await rescope(tx, touched);
    changed.delete(personId);
    await announceAll(tx, [...changed]);
  }

  /** Gives posts the scope the rule asks for now; answers whose scopes changed. */
  async function rescope(tx: Transaction, posts: readonly Post[]): Promise<Set<string>> {
    const { units, scope } = await scopes(
      tx,
      posts.flatMap(({ orgId }) => orgId ?? []),
    );
    const changed = new Set<string>();
    for (const post of posts) {
      const unit = post.orgId === null ? undefined : units.get(post.orgId);
      const scopeOrgId = unit ? scope(unit.id) : null;
      if (!unit || scopeOrgId === post.scopeOrgId) continue;
      await tx.manager.getRepository(PostEntity).update({ id: post.id }, { scopeOrgId });
      changed.add(post.personId);
    }
    return changed;
  }

  /** The scope rule over today's tree and posts. */
  async function scopes(tx: Transaction, orgIds: readonly string[]) {
    const orgs = await findOrgs(tx.manager, orgIds);
    const units: Units = new Map([...orgs, ...(await findOrgs(tx.manager, [...orgs.values()].flatMap(lineOf)))]);
    const departments = [...orgs.values()].flatMap((org) => departmentOf(org, units)?.id ?? []);
    const directed = new Set(
      (await findOpenPostsOfOrgs(tx.manager, departments))
        .filter(({ roles }) => roles.includes('OFFICE_DIRECTOR'))
        .map(({ orgId }) => orgId),
    );
    return {
      units,
      scope: (orgId: string): string => {
        const unit = units.get(orgId);
        return unit ? scopeOf(unit, units, (id) => directed.has(id)) : orgId;
      },
    };
  }

  async function refuseSecondPrincipal(tx: Transaction, orgId: string, except: string | null): Promise<void> {
    const [principal] = await findPrincipalPosts(tx.manager, [orgId]);
    if (!principal || principal.id === except) return;
    throw guardFailed('O-2', { en: 'The unit has a principal already.', zh: '该机构已有主要负责人。' });
  }

  /** After a unit moved: all posts below it, and whose reach that changed is announced. */
  async function rescopeOrgs(tx: Transaction, orgIds: readonly string[]): Promise<void> {
    await announceAll(tx, [...(await rescope(tx, await findOpenPostsOfOrgs(tx.manager, orgIds)))]);
  }

  async function announceAll(tx: Transaction, personIds: readonly string[]): Promise<void> {
    for (const person of (await findPeople(tx.manager, personIds)).values()) await announce(tx, person, ['posts']);
  }

  /** Publishes the facets of a person as they stand now. */
  async function announce(
    tx: Transaction,
    person: Person,
    facets: readonly PersonFacet[],
    role: string | null = null,
  ): Promise<void> {
    const posts = await findOpenPosts(tx.manager, [person.id]);
    await tx.append(
      facets.map((facet) => factOf[facet](person, posts)),
      { role },
    );
  }

  /** O-5: the unit that a person comes to could have granted the clearance the person brings. */
  async function refuseOverclearance(tx: Transaction, { primaryOrgId, clearance }: Person): Promise<void> {
    const org = primaryOrgId === null ? null : await findOrg(tx.manager, primaryOrgId);
    if (org && isAbove(clearance, uncleared))
      refuseAboveRight(clearance, classifyingRightOf(await findLine(tx.manager, org)));
  }

  /**
   * Stores a change of a person as one version, the primary unit that follows from the posts included, and publishes it.
   * @throws DomainError GUARD_FAILED O-5 when the new primary unit may not clear the person as high
   */
  async function settle(
    tx: Transaction,
    before: Person,
    changes: Partial<Person>,
    facets: readonly PersonFacet[],
    role: string | null = null,
  ): Promise<Person> {
    const [first] = await findOpenPosts(tx.manager, [before.id]);
    const primaryOrgId = first?.orgId ?? null;
    const person = await tx.update(PersonEntity, before, { ...changes, primaryOrgId });
    const moved = primaryOrgId !== before.primaryOrgId;
    if (moved) await refuseOverclearance(tx, person);
    await announce(tx, person, moved ? [...new Set<PersonFacet>(['person', ...facets])] : facets, role);
    return person;
  }

  return { open, revise, close, rescopeOrgs, announce, settle };
}
