import type { Actor, Viewer } from '@chengqi/service-kit';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { PersonEntity, PostEntity } from './person.entity.ts';
import type { Person, Post } from './person.ts';

/** Roles that see what is proposed, over its unit. */
const overseers = ['ADMIN', 'SECRECY_OFFICER'] as const;

/** Whether the actor may know of a proposed post. */
export const oversees = (actor: Actor, { orgId }: Pick<Post, 'orgId'>): boolean =>
  orgId !== null && overseers.some((role) => actor.holds(role, orgId));

/** Proposed posts in units that the viewer oversees, for a page of them. */
export function selectProposedPosts(manager: EntityManager, viewer: Viewer): SelectQueryBuilder<Post> {
  const query = manager.getRepository(PostEntity).createQueryBuilder('t');
  return overseen(query.where('t.confirmed_at IS NULL AND t.ended_on IS NULL'), 't.org_id', viewer);
}

/** People with a proposed clearance whose primary unit the viewer oversees; those without a unit are for who oversees all. */
export function selectProposedClearances(manager: EntityManager, viewer: Viewer): SelectQueryBuilder<Person> {
  const query = manager.getRepository(PersonEntity).createQueryBuilder('p');
  return overseen(query.where('p.proposed_clearance IS NOT NULL'), 'p.primary_org_id', viewer);
}

function overseen<T extends Person | Post>(query: SelectQueryBuilder<T>, orgColumn: string, { posts }: Viewer) {
  const scopes = posts
    .filter(({ roles }) => overseers.some((role) => roles.includes(role)))
    .map(({ scopeOrgId }) => scopeOrgId);
  if (scopes.includes(null)) return query;
  const within = scopes.map((_, at) => `o.path LIKE :scope${at}`).join(' OR ') || '1 = 0';
  return query.andWhere(
    `EXISTS (SELECT 1 FROM orgs o WHERE o.id = ${orgColumn} AND (${within}))`,
    Object.fromEntries(scopes.map((id, at) => [`scope${at}`, `%/${id}/%`])),
  );
}
