import type { OrgTree, Visibility } from '@chengqi/office-kernel';
import type { Viewer } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { ServiceCaseEntity } from './case.entity.ts';

const competentRoles = ['CASE_OFFICER', 'PRINCIPAL'];

/** Units the viewer belongs to, and those above: an accused one among them closes the matter to the viewer. */
const ownLines = (viewer: Viewer, tree: OrgTree): string[] => [
  ...new Set(viewer.posts.flatMap(({ orgId }) => (orgId === null ? [] : tree.lineOf(orgId)))),
];

const competentScopes = (viewer: Viewer): (string | null)[] =>
  viewer.posts
    .filter(({ roles }) => roles.some((role) => competentRoles.includes(role)))
    .map(({ scopeOrgId }) => scopeOrgId);

/**
 * R-7, beside the rule for all cases, as a condition on `service_cases`: an accusation is read by its officer and by who
 * decides such matters over the competent unit, and by nobody who is accused or belongs to the accused unit or one below
 * it. Not even by services.
 */
export function readable(viewer: Viewer, tree: OrgTree, alias: string): Visibility {
  const name = (what: string) => `${alias}_a_${what}`;
  // Not compared with a value: nearly all rows have it, and an index of the few others must not be taken for a way to them.
  const open = `NOT ${alias}.restricted`;
  if (viewer.kind !== 'person' || viewer.personId === null) return { sql: open, params: {} };
  const params: Record<string, unknown> = { [name('me')]: viewer.personId };
  const scopes = competentScopes(viewer);
  const covers = scopes.map((scope, index) => {
    params[name(`s${index}`)] = `%/${scope}/%`;
    return `${name('o')}.path LIKE :${name(`s${index}`)}`;
  });
  const competent = scopes.includes(null)
    ? '1 = 1'
    : covers.length === 0
      ? '1 = 0'
      : `EXISTS (SELECT 1 FROM org_replica ${name('o')} WHERE ${name('o')}.id = ${alias}.owner_org_id AND (${covers.join(' OR ')}))`;
  const { sql: unconcerned, params: concerning } = notAccused(viewer, tree, alias, name);
  return {
    sql: `(${open} OR ((${alias}.officer_id = :${name('me')} OR ${competent}) AND ${unconcerned}))`,
    params: { ...params, ...concerning },
  };
}

/** The same rule for rows that name their case in the column, and carry nothing else that it asks. */
export function readableByCase(viewer: Viewer, tree: OrgTree, column: string): Visibility {
  const { sql, params } = readable(viewer, tree, 'named');
  return { sql: `EXISTS (SELECT 1 FROM service_cases named WHERE named.id = ${column} AND ${sql})`, params };
}

/** Neither accused nor of the accused unit; holds for everything that is no accusation. */
export function unconcerned(viewer: Viewer, tree: OrgTree, alias: string): Visibility {
  return notAccused(viewer, tree, alias, (what) => `${alias}_u_${what}`);
}

function notAccused(viewer: Viewer, tree: OrgTree, alias: string, name: (what: string) => string): Visibility {
  const lines = ownLines(viewer, tree);
  const person = `(${alias}.accused_person_id IS NULL OR ${alias}.accused_person_id <> :${name('self')})`;
  const params = { [name('self')]: viewer.personId ?? '' };
  if (lines.length === 0) return { sql: person, params };
  const org = `(${alias}.accused_org_id IS NULL OR ${alias}.accused_org_id NOT IN (:...${name('lines')}))`;
  return { sql: `(${person} AND ${org})`, params: { ...params, [name('lines')]: lines } };
}

/** Which of the ids are accusations. */
export async function restrictedAmong(manager: EntityManager, ids: readonly string[]): Promise<string[]> {
  const where = { id: In([...ids]), restricted: true };
  const found = await manager.getRepository(ServiceCaseEntity).find({ select: { id: true }, where });
  return found.map(({ id }) => id);
}
