import type { SecrecyLevel } from '@chengqi/schemas';
import type { Post, Viewer } from '@chengqi/service-kit';
import type { OrgTree } from './org-tree.ts';
import { isAbove, levelsUpTo } from './secrecy-level.ts';

/** Where the predicate finds what it asks of a row. */
export interface VisibilityColumns {
  readonly alias: string;
  /** Roles of the subject's transition table: at WORK_SECRET and above they open what their scope covers. */
  readonly roles: readonly string[];
  readonly idColumn?: string;
  readonly ownerColumn?: string;
  /** Null where rows carry no level of their own: they count as INTERNAL. */
  readonly levelColumn?: string | null;
}

/** A condition for `qb.andWhere(sql, params)`; its parameter names are unique, so several fit into one query. */
export interface Visibility {
  readonly sql: string;
  readonly params: Record<string, unknown>;
}

const administrative = new Set(['ADMIN', 'IMPORTER', 'AUDITOR', 'ANALYST']);
const openLevels: readonly SecrecyLevel[] = ['PUBLIC', 'INTERNAL'];
const nothing: Visibility = { sql: '1 = 0', params: {} };
const everything: Visibility = { sql: '1 = 1', params: {} };

/** Posts that serve the house but not its work open no content. */
export const opensContent = ({ roles }: Post): boolean =>
  roles.length === 0 || roles.some((role) => !administrative.has(role));

let calls = 0;

/**
 * The one read rule (ARCHITECTURE 7); lists, counts, references, search and exports all use it. PUBLIC: any person.
 * INTERNAL: owned inside the scope of a post, or by the viewer's org or one above it, or related. Above: clearance,
 * and related or one of the subject's roles at a post whose scope covers the owner.
 */
export function visibleTo(viewer: Viewer, tree: OrgTree, columns: VisibilityColumns): Visibility {
  if (viewer.kind === 'system') return everything;
  if (viewer.kind === 'anonymous' || viewer.personId === null) return nothing;
  calls = (calls + 1) % 1_000_000;
  const terms = createTerms(`v${calls}`, columns);
  const posts = viewer.posts.filter(opensContent);
  const homes = posts.flatMap(({ orgId }) => (orgId === null ? [] : [orgId]));
  const related = terms.related([viewer.personId, ...posts.flatMap((post) => partyOrgs(tree, post))]);
  const internal = [
    terms.inScope(posts.map(({ scopeOrgId }) => scopeOrgId)),
    terms.ownedBy(homes.flatMap((home) => tree.lineOf(home))),
    related,
  ];
  const named = viewer.posts.filter(({ roles }) => roles.some((role) => columns.roles.includes(role)));
  const secret = [related, terms.inScope(named.map(({ scopeOrgId }) => scopeOrgId))];
  const secretLevels = levelsUpTo(viewer.clearance).filter((level) => isAbove(level, 'INTERNAL'));
  const sql = or([
    terms.levelIn(openLevels.slice(0, 1)),
    and(terms.levelIn(openLevels.slice(1)), or(internal)),
    and(terms.levelIn(secretLevels), or(secret)),
  ]);
  return { sql, params: terms.params };
}

/**
 * The rule for figures: codes, states, dates and counts, never text. Besides what the read rule opens, importers may
 * have what their scope covers, so that they can read back what they loaded.
 */
export function countableBy(viewer: Viewer, tree: OrgTree, columns: VisibilityColumns): Visibility {
  const open = visibleTo(viewer, tree, columns);
  const scopes = viewer.posts.filter(({ roles }) => roles.includes('IMPORTER')).map(({ scopeOrgId }) => scopeOrgId);
  if (viewer.kind !== 'person' || scopes.length === 0) return open;
  calls = (calls + 1) % 1_000_000;
  const terms = createTerms(`v${calls}`, columns);
  const sql = or([open.sql, terms.inScope(scopes)]);
  return { sql, params: { ...open.params, ...terms.params } };
}

/** What comes to an org concerns the people in it and in its divisions, as far as their posts reach up. */
function partyOrgs(tree: OrgTree, { orgId, scopeOrgId }: Post): readonly string[] {
  if (orgId === null) return [];
  const line = tree.lineOf(orgId);
  const top = scopeOrgId === null ? -1 : line.indexOf(scopeOrgId);
  return top < 0 ? [orgId] : line.slice(top);
}

const never = '1 = 0';
const or = (terms: readonly string[]): string => {
  const possible = [...new Set(terms)].filter((term) => term !== never);
  return possible.length === 0 ? never : possible.includes('1 = 1') ? '1 = 1' : `(${possible.join(' OR ')})`;
};
const and = (left: string, right: string): string =>
  left === never || right === never ? never : `(${left} AND ${right})`;

function createTerms(prefix: string, columns: VisibilityColumns) {
  const { alias, idColumn = 'id', ownerColumn = 'owner_org_id', levelColumn = 'secrecy_level' } = columns;
  const params: Record<string, unknown> = {};
  const bind = (value: unknown): string => {
    const name = `${prefix}_${Object.keys(params).length}`;
    params[name] = value;
    return name;
  };
  const owner = `${alias}.${ownerColumn}`;
  const level = levelColumn === null ? `'INTERNAL'` : `${alias}.${levelColumn}`;
  const list = (ids: readonly string[]): string => `:...${bind([...new Set(ids)])}`;
  return {
    params,
    levelIn: (levels: readonly SecrecyLevel[]): string =>
      levels.length === 0 ? never : `${level} IN (${list(levels)})`,
    ownedBy: (orgIds: readonly string[]): string => (orgIds.length === 0 ? never : `${owner} IN (${list(orgIds)})`),
    related: (partyIds: readonly string[]): string =>
      `EXISTS (SELECT 1 FROM parties ${prefix}p WHERE ${prefix}p.subject_id = ${alias}.${idColumn} AND ${prefix}p.party_id IN (${list(partyIds)}))`,
    inScope(scopes: readonly (string | null)[]): string {
      if (scopes.includes(null)) return '1 = 1';
      const distinct = [...new Set(scopes)];
      if (distinct.length === 0) return never;
      const covers = distinct.map((scope) => `${prefix}o.path LIKE :${bind(`%/${scope}/%`)}`);
      return `EXISTS (SELECT 1 FROM org_replica ${prefix}o WHERE ${prefix}o.id = ${owner} AND (${covers.join(' OR ')}))`;
    },
  };
}
