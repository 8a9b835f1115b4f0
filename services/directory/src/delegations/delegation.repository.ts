import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { PostEntity } from '../people/person.entity.ts';
import { findOpenPosts } from '../people/person.repository.ts';
import type { Post } from '../people/person.ts';
import { DelegationEntity } from './delegation.entity.ts';
import { type Delegation, type DelegationState, mayBeDelegated } from './delegation.ts';

const select = (manager: EntityManager): SelectQueryBuilder<Delegation> =>
  manager.getRepository(DelegationEntity).createQueryBuilder('d');

const running = (query: SelectQueryBuilder<Delegation>, now: Date): SelectQueryBuilder<Delegation> =>
  query.andWhere("d.status = 'GRANTED' AND d.validTo > :now", { now });

/** In force or to come, which one of the people gave or received; the next to end first. */
export const findRunning = (manager: EntityManager, personIds: readonly string[], now: Date): Promise<Delegation[]> =>
  running(select(manager), now)
    .andWhere('(d.fromId IN (:...personIds) OR d.toId IN (:...personIds))', { personIds })
    .orderBy('d.validTo')
    .addOrderBy('d.id')
    .getMany();

/** A post of somebody else as the one who stands in has it, and for whom. */
export interface StandIn extends Pick<Post, 'orgId' | 'scopeOrgId' | 'roles'> {
  readonly onBehalfOf: { readonly personId: string; readonly orgIds: readonly string[] };
}

/**
 * What the person may do for others now: of each delegation those roles that the post still carries while it is open;
 * who has left has no open post (O-3). Only posts of the holder's own are asked, so nothing is handed on.
 */
export async function findStandIns(manager: EntityManager, personId: string, now: Date): Promise<StandIn[]> {
  const delegations = await running(select(manager), now)
    .andWhere('d.toId = :personId AND d.validFrom <= :now', { personId })
    .orderBy('d.id')
    .getMany();
  const posts = await findOpenPosts(
    manager,
    delegations.map(({ fromId }) => fromId),
  );
  return delegations.flatMap(({ fromId, postId, roles }) => {
    const own = posts.filter((post) => post.personId === fromId);
    const post = own.find(({ id }) => id === postId);
    const counting = roles.filter((role) => mayBeDelegated(role) && post?.roles.includes(role));
    if (post === undefined || counting.length === 0) return [];
    const orgIds = [...new Set(own.flatMap(({ orgId }) => orgId ?? []))];
    return [
      { orgId: post.orgId, scopeOrgId: post.scopeOrgId, roles: counting, onBehalfOf: { personId: fromId, orgIds } },
    ];
  });
}

export const findPost = (manager: EntityManager, id: string): Promise<Post | null> =>
  manager.getRepository(PostEntity).findOneBy({ id });

export interface DelegationsWanted {
  /** Given or received by this person. */
  readonly personId?: string | null;
  readonly orgId?: string | null;
  readonly states?: readonly DelegationState[] | null;
}

const conditions: Record<DelegationState, string> = {
  SCHEDULED: "(d.status = 'GRANTED' AND d.validFrom > :now)",
  ACTIVE: "(d.status = 'GRANTED' AND d.validFrom <= :now AND d.validTo > :now)",
  ENDED: "(d.status = 'GRANTED' AND d.validTo <= :now)",
  REVOKED: "d.status = 'REVOKED'",
};

/** Delegations that meet all the conditions, for a page of them. */
export function selectDelegations(
  manager: EntityManager,
  { personId, orgId, states }: DelegationsWanted,
  now: Date,
): SelectQueryBuilder<Delegation> {
  const query = select(manager);
  if (personId != null) query.andWhere('(d.fromId = :personId OR d.toId = :personId)', { personId });
  if (orgId != null) query.andWhere('d.ownerOrgId = :orgId', { orgId });
  if (states != null) query.andWhere(`(${states.map((state) => conditions[state]).join(' OR ') || '1 = 0'})`, { now });
  return query;
}
