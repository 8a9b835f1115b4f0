import { foldedCode } from '@chengqi/office-kernel';
import { containing, type Dialect } from '@chengqi/service-kit';
import { type EntityManager, In, type SelectQueryBuilder } from 'typeorm';
import { PostEntity } from '../people/person.entity.ts';
import { OrgEntity } from './org.entity.ts';
import type { Org, OrgObligations } from './org.ts';
import { lineOf } from './org.workflow.ts';

export const findOrg = (manager: EntityManager, id: string): Promise<Org | null> =>
  manager.getRepository(OrgEntity).findOneBy({ id });

export const findOrgByCode = (manager: EntityManager, code: string): Promise<Org | null> =>
  manager.getRepository(OrgEntity).findOneBy({ code: foldedCode(code) });

export async function findOrgs(manager: EntityManager, ids: readonly string[]): Promise<Map<string, Org>> {
  if (ids.length === 0) return new Map();
  const orgs = await manager.getRepository(OrgEntity).findBy({ id: In([...new Set(ids)]) });
  return new Map(orgs.map((org) => [org.id, org]));
}

/** The unit and everything below it. `~` sorts behind every sign of a path, so that the index answers. */
export const findSubtree = (manager: EntityManager, path: string): Promise<Org[]> =>
  manager
    .getRepository(OrgEntity)
    .createQueryBuilder('o')
    .where('o.path >= :from AND o.path < :to', { from: path, to: `${path}~` })
    .getMany();

/** From the root down to the unit itself. */
export async function findLine(manager: EntityManager, org: Org): Promise<Org[]> {
  const found = await findOrgs(manager, lineOf(org));
  return lineOf(org).flatMap((id) => found.get(id) ?? []);
}

/**
 * Changes of the tree, of posts and of clearances look at several units at once, so they take turns: all of them lock
 * the roots. SQLite has one writer anyway.
 */
export async function lockTree(manager: EntityManager, dialect: Dialect): Promise<void> {
  if (dialect === 'sqlite') return;
  await manager.query('SELECT id FROM orgs WHERE parent_id IS NULL ORDER BY id FOR UPDATE');
}

/** What keeps each unit open; units without anything are absent. */
export async function countObligations(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, OrgObligations>> {
  const count = async (query: Promise<{ id: string; n: string | number }[]>) =>
    new Map((await query).map(({ id, n }) => [id, Number(n)]));
  const children = await count(
    manager
      .getRepository(OrgEntity)
      .createQueryBuilder('o')
      .select('o.parent_id', 'id')
      .addSelect('COUNT(*)', 'n')
      .where({ parentId: In([...ids]), status: 'ACTIVE' })
      .groupBy('o.parent_id')
      .getRawMany(),
  );
  const posts = await count(
    manager
      .getRepository(PostEntity)
      .createQueryBuilder('p')
      .select('p.org_id', 'id')
      .addSelect('COUNT(*)', 'n')
      .where('p.org_id IN (:...ids) AND p.ended_on IS NULL', { ids })
      .groupBy('p.org_id')
      .getRawMany(),
  );
  return new Map(ids.map((id) => [id, { activeChildren: children.get(id) ?? 0, openPosts: posts.get(id) ?? 0 }]));
}

export interface OrgWanted {
  readonly where?: {
    readonly level?: string | null;
    readonly kind?: string | null;
    readonly parentId?: string | null;
    readonly active?: boolean | null;
  } | null;
  readonly search: string | null;
}

/** Units that meet all the conditions, for a page of them. */
export function selectOrgs(manager: EntityManager, { where, search }: OrgWanted): SelectQueryBuilder<Org> {
  const query = manager.getRepository(OrgEntity).createQueryBuilder('o');
  if (where?.level != null) query.andWhere('o.level = :level', { level: where.level });
  if (where?.kind != null) query.andWhere('o.kind = :kind', { kind: where.kind });
  if (where?.parentId != null) query.andWhere('o.parent_id = :parentId', { parentId: where.parentId });
  if (where?.active != null) query.andWhere('o.status = :status', { status: where.active ? 'ACTIVE' : 'INACTIVE' });
  if (search !== null) {
    query.andWhere("(o.name LIKE :text ESCAPE '!' OR o.short_name LIKE :text ESCAPE '!')", {
      text: containing(search),
    });
  }
  return query;
}

/** Active units from a beginning (null: the roots) down to so many levels below it, in tree order by `path`. */
export function selectTree(manager: EntityManager, beginning: Org | null, depth: number): SelectQueryBuilder<Org> {
  const query = manager
    .getRepository(OrgEntity)
    .createQueryBuilder('o')
    .where("o.status = 'ACTIVE' AND o.depth <= :deepest", { deepest: (beginning?.depth ?? 0) + depth });
  if (beginning) query.andWhere('o.path >= :from AND o.path < :to', { from: beginning.path, to: `${beginning.path}~` });
  return query;
}
