import { crc32 } from 'node:zlib';
import type { SecrecyLevel } from '@chengqi/schemas';
import type { Post, Viewer } from '@chengqi/service-kit';
import type { OrgTree } from './org-tree.ts';
import { isAbove, levelsUpTo } from './secrecy-level.ts';

/** `visible` is the read rule; `countable` the rule for figures, which opens codes, states and dates, never text. */
export type Rule = 'visible' | 'countable';

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

/**
 * A condition for `qb.andWhere(sql, params)`. Its parameters are named by what is asked, so that the text is the same
 * each time and engines know it again; several rules fit into one query.
 */
export interface Visibility {
  readonly sql: string;
  readonly params: Record<string, unknown>;
}

const administrative = new Set(['ADMIN', 'IMPORTER', 'AUDITOR', 'ANALYST']);
const nothing: Visibility = { sql: '1 = 0', params: {} };
const everything: Visibility = { sql: '1 = 1', params: {} };

/** Posts that serve the house but not its work open no content. */
export const opensContent = ({ roles }: Post): boolean =>
  roles.length === 0 || roles.some((role) => !administrative.has(role));

/**
 * The one read rule (ARCHITECTURE 7); lists, counts, references, search and exports all use it. PUBLIC: any person.
 * INTERNAL: owned inside the scope of a post, or by the viewer's org or one above it, or related. Above: clearance,
 * and related or one of the subject's roles at a post whose scope covers the owner.
 */
export function visibleTo(viewer: Viewer, tree: OrgTree, columns: VisibilityColumns): Visibility {
  if (viewer.kind === 'system') return everything;
  if (viewer.kind === 'anonymous' || viewer.personId === null) return nothing;
  const terms = createTerms('v', columns);
  const { parties, homes, scopes, secretScopes } = groundsOf(viewer, tree, columns);
  const related = terms.related(parties);
  const internal = or([terms.inScope(scopes), terms.ownedBy(homes), related]);
  const secret = or([related, terms.inScope(secretScopes)]);
  const secretLevels = levelsUpTo(viewer.clearance).filter((level) => isAbove(level, 'INTERNAL'));
  const sql = terms.byLevel({
    PUBLIC: '1 = 1',
    INTERNAL: internal,
    ...Object.fromEntries(secretLevels.map((level) => [level, secret])),
  });
  return { sql, params: terms.params };
}

/**
 * The rule for figures: codes, states, dates and counts, never text. Besides what the read rule opens, importers may
 * have what their scope covers, so that they can read back what they loaded.
 */
export function countableBy(viewer: Viewer, tree: OrgTree, columns: VisibilityColumns): Visibility {
  const open = visibleTo(viewer, tree, columns);
  const scopes = importScopes(viewer);
  if (viewer.kind !== 'person' || scopes.length === 0) return open;
  const terms = createTerms('c', columns);
  const sql = or([open.sql, terms.inScope(scopes)]);
  return { sql, params: { ...open.params, ...terms.params } };
}

const importScopes = ({ posts }: Viewer): (string | null)[] =>
  posts.filter(({ roles }) => roles.includes('IMPORTER')).map(({ scopeOrgId }) => scopeOrgId);

interface Grounds {
  /** Whose relations to a subject count as the viewer's. */
  readonly parties: readonly string[];
  /** Own units and those above them. */
  readonly homes: readonly string[];
  /** Null is every org. */
  readonly scopes: readonly (string | null)[];
  readonly secretScopes: readonly (string | null)[];
}

/** On what grounds the viewer may read anything of these subjects. */
function groundsOf({ personId, posts }: Viewer, tree: OrgTree, { roles }: VisibilityColumns): Grounds {
  const working = posts.filter(opensContent);
  const named = posts.filter((post) => post.roles.some((role) => roles.includes(role)));
  const own = working.flatMap((post) => partyOrgs(tree, post));
  return {
    parties: personId === null ? own : [personId, ...own],
    homes: working.flatMap(({ orgId }) => (orgId === null ? [] : tree.lineOf(orgId))),
    scopes: working.map(({ scopeOrgId }) => scopeOrgId),
    secretScopes: named.map(({ scopeOrgId }) => scopeOrgId),
  };
}

/**
 * All that the rule could open to a person, looked up by indices instead of row by row: what the viewer or an own
 * unit is related to, what units in scope or above own, what is PUBLIC. The rule itself still has to be asked. Null for
 * who may read the whole house. `prefix` begins the ids of the table.
 */
export function withinReach(
  viewer: Viewer,
  tree: OrgTree,
  columns: VisibilityColumns,
  { table, prefix, rule }: { readonly table: string; readonly prefix: string; readonly rule: Rule },
): readonly Visibility[] | null {
  const { idColumn = 'id', ownerColumn = 'owner_org_id', levelColumn = 'secrecy_level' } = columns;
  const { parties, homes, scopes, secretScopes } = groundsOf(viewer, tree, columns);
  const wide = [...scopes, ...secretScopes, ...(rule === 'countable' ? importScopes(viewer) : [])];
  if (viewer.kind !== 'person' || wide.includes(null)) return null;
  const owners = [...new Set([...homes, ...wide.flatMap((scope) => (scope === null ? [] : tree.below(scope)))])];
  const name = (part: string) => `${prefixOf('r', columns)}_${part}`;
  const ofOneKind = idColumn === 'id' ? `AND subject_id >= :${name('from')} AND subject_id < :${name('to')}` : '';
  const related = {
    sql: `SELECT subject_id AS id FROM parties WHERE party_id IN (:...${name('parties')}) ${ofOneKind}`,
    params: { [name('parties')]: parties, [name('from')]: `${prefix}_`, [name('to')]: `${prefix}\`` },
  };
  const owned = {
    sql: `SELECT ${idColumn} AS id FROM ${table} WHERE ${ownerColumn} IN (:...${name('owners')})`,
    params: { [name('owners')]: owners },
  };
  const open = { sql: `SELECT ${idColumn} AS id FROM ${table} WHERE ${levelColumn} = 'PUBLIC'`, params: {} };
  return [related, ...(owners.length > 0 ? [owned] : []), ...(levelColumn === null ? [] : [open])];
}

/** What of all rows with this owner and level the read rule opens as a whole, and where else relations have to be asked. */
export interface OpenedByOwner {
  readonly opens: (ownerAndLevel: readonly string[]) => boolean;
  /** Rows beside those that a relation opens, found by it; null where there can be none. */
  readonly elsewhere: Visibility | null;
}

/** The read rule in two parts that share no row: what owner and level decide, and what is related besides. */
export function openedByOwner(viewer: Viewer, tree: OrgTree, columns: VisibilityColumns): OpenedByOwner {
  if (viewer.kind === 'system') return { opens: () => true, elsewhere: null };
  if (viewer.kind === 'anonymous' || viewer.personId === null) return { opens: () => false, elsewhere: null };
  const { parties, homes, scopes, secretScopes } = groundsOf(viewer, tree, columns);
  const ownersOf = (wide: readonly (string | null)[]): ReadonlySet<string> | null =>
    wide.includes(null) ? null : new Set(wide.flatMap((scope) => (scope === null ? [] : tree.below(scope))));
  const wide = ownersOf(scopes);
  const owners: Partial<Record<string, ReadonlySet<string> | null>> = {
    PUBLIC: null,
    INTERNAL: wide && new Set([...wide, ...homes]),
  };
  const secret = ownersOf(secretScopes);
  for (const level of levelsUpTo(viewer.clearance)) if (isAbove(level, 'INTERNAL')) owners[level] = secret;
  const terms = createTerms('e', columns);
  const rest = Object.entries(owners).flatMap(([level, open]) =>
    open && !tree.every((id) => open.has(id)) ? [terms.levelOutside(level, [...open])] : [],
  );
  const related = terms.relatedBy(parties);
  return {
    opens: ([owner = '', level = '']) => owners[level] === null || (owners[level]?.has(owner) ?? false),
    elsewhere: rest.length === 0 ? null : { sql: `${related} AND ${or(rest)}`, params: terms.params },
  };
}

/** So many units are named one by one, and found by an index of the column; of more, rows in their own order soon show enough. */
const mostNamed = 20;

/** A condition over units, and whether they are so few that an index of the column finds their rows. */
export interface OfUnits extends Visibility {
  readonly few: boolean;
}

/** The condition that a column names the org or one below it. */
export function unitsWithin(tree: OrgTree, column: string, orgId: string): OfUnits {
  const name = `${column.replaceAll(/\W/g, '_')}_within`;
  const units = tree.below(orgId);
  if (units.length <= mostNamed) return { sql: `${column} IN (:...${name})`, params: { [name]: units }, few: true };
  return {
    few: false,
    sql: `EXISTS (SELECT 1 FROM org_replica ${name} WHERE ${name}.id = ${column} AND ${name}.path LIKE :${name})`,
    params: { [name]: `%/${orgId}/%` },
  };
}

/** The condition that the subject of the column is related in that way to the org or to one below it. */
export function relatedWithin(tree: OrgTree, column: string, relation: string, orgId: string): Visibility {
  const name = `${column.replaceAll(/\W/g, '_')}_related`;
  const { sql, params } = unitsWithin(tree, `${name}.party_id`, orgId);
  const of = `FROM parties ${name} WHERE ${name}.relation = :${name} AND ${sql}`;
  const few = tree.below(orgId).length <= mostNamed;
  return {
    sql: few
      ? `${column} IN (SELECT ${name}.subject_id ${of})`
      : `EXISTS (SELECT 1 ${of} AND ${name}.subject_id = ${column})`,
    params: { ...params, [name]: relation },
  };
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

/** The same for the same question; rules of other roles or columns for the same alias do not share parameters. */
const prefixOf = (kind: string, { alias, roles, idColumn, ownerColumn, levelColumn }: VisibilityColumns): string =>
  `${alias}_${kind}${crc32(JSON.stringify([roles, idColumn, ownerColumn, levelColumn])).toString(36)}`;

function createTerms(kind: string, columns: VisibilityColumns) {
  const prefix = prefixOf(kind, columns);
  const { alias, idColumn = 'id', ownerColumn = 'owner_org_id', levelColumn = 'secrecy_level' } = columns;
  const params: Record<string, unknown> = {};
  const bind = (value: unknown): string => {
    const name = `${prefix}_${Object.keys(params).length}`;
    params[name] = value;
    return name;
  };
  const owner = `${alias}.${ownerColumn}`;
  const list = (ids: readonly string[]): string => `:...${bind([...new Set(ids)])}`;
  return {
    params,
    /** A case and no OR: engines must not take the level for a way to find rows, which nearly all have in common. */
    byLevel(rules: Partial<Record<SecrecyLevel, string>>): string {
      if (levelColumn === null) return rules.INTERNAL ?? never;
      const cases = Object.entries(rules).map(([level, rule]) => `WHEN '${level}' THEN ${rule}`);
      return `CASE ${alias}.${levelColumn} ${cases.join(' ')} ELSE 0 END = 1`;
    },
    ownedBy: (orgIds: readonly string[]): string => (orgIds.length === 0 ? never : `${owner} IN (${list(orgIds)})`),
    related: (partyIds: readonly string[]): string =>
      `EXISTS (SELECT 1 FROM parties ${prefix}p WHERE ${prefix}p.subject_id = ${alias}.${idColumn} AND ${prefix}p.party_id IN (${list(partyIds)}))`,
    /** The same as `related`, found by who is related. */
    relatedBy: (partyIds: readonly string[]): string =>
      `${alias}.${idColumn} IN (SELECT ${prefix}p.subject_id FROM parties ${prefix}p WHERE ${prefix}p.party_id IN (${list(partyIds)}))`,
    levelOutside: (level: string, orgIds: readonly string[]): string =>
      `(${alias}.${levelColumn} = '${level}'${orgIds.length === 0 ? '' : ` AND ${owner} NOT IN (${list(orgIds)})`})`,
    inScope(scopes: readonly (string | null)[]): string {
      if (scopes.includes(null)) return '1 = 1';
      const distinct = [...new Set(scopes)];
      if (distinct.length === 0) return never;
      const covers = distinct.map((scope) => `${prefix}o.path LIKE :${bind(`%/${scope}/%`)}`);
      return `EXISTS (SELECT 1 FROM org_replica ${prefix}o WHERE ${prefix}o.id = ${owner} AND (${covers.join(' OR ')}))`;
    },
  };
}
