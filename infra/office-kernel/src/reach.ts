import type { Database, Viewer } from '@chengqi/service-kit';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { OrgTree } from './org-tree.ts';
import { type Rule, type Visibility, type VisibilityColumns, withinReach } from './visibility.ts';

/** Up to so many rows a page is found faster by looking them up and sorting them than by filtering a feed. */
const fewForPage = 2500;
/** The same for a page of rows that have frequent words: a feed shows fewer of those. */
const fewForWords = 7500;
/** The same for counting up to the ceiling. */
const fewForCount = 15_000;
const keptMilliseconds = 60_000;
const mostRemembered = 10_000;

export type Narrow = <T extends ObjectLiteral>(query: SelectQueryBuilder<T>) => SelectQueryBuilder<T>;
const asItIs: Narrow = (query) => query;

export interface Reached {
  readonly page: Narrow;
  readonly words: Narrow;
  readonly count: Narrow;
  /** Whether so much is within reach that it is not looked up to be counted. */
  readonly isWide: boolean;
}

export type Reach = ReturnType<typeof createReach>;

/**
 * A feed of all rows is quick to filter for who may read many of them and slow for who may read few: there what is
 * within reach is looked up first. How much that is, is counted once a minute, never beyond what matters; it decides
 * how rows are found and nothing about which.
 */
export function createReach(db: Database, tree: () => OrgTree, clock: { now(): Date }) {
  const prefixes = new Map<string, string>();
  const counted = new Map<string, { readonly count: number; readonly until: number }>();

  /** Ids of a table begin alike; null while it is empty. */
  async function prefixOf(table: string, idColumn: string): Promise<string | null> {
    const known = prefixes.get(table);
    if (known !== undefined) return known;
    const [row] = await db.read.query<{ id: string }[]>(`SELECT ${idColumn} AS id FROM ${table} LIMIT 1`);
    const prefix = row?.id.split('_')[0];
    if (prefix !== undefined) prefixes.set(table, prefix);
    return prefix ?? null;
  }

  async function countOf(key: string, parts: readonly Visibility[]): Promise<number> {
    const now = clock.now().getTime();
    const known = counted.get(key);
    if (known && known.until > now) return known.count;
    let count = 0;
    for (const { sql, params } of parts) {
      if (count > fewForCount) break;
      const some = db.read.createQueryBuilder().select('COUNT(*)', 'n');
      some.from(`(SELECT id FROM (${sql}) part LIMIT ${fewForCount + 1})`, 'some').setParameters(params);
      count += Number((await some.getRawOne<{ n: string | number }>())?.n ?? 0);
    }
    if (counted.size >= mostRemembered) counted.clear();
    counted.set(key, { count, until: now + keptMilliseconds });
    return count;
  }

  /** How to narrow the query, which the rule still has to be put to, for a page, for one that words narrow too, and for a count. */
  return async <T extends ObjectLiteral>(
    viewer: Viewer,
    query: SelectQueryBuilder<T>,
    columns: Omit<VisibilityColumns, 'alias'>,
    rule: Rule,
  ): Promise<Reached> => {
    const table = query.expressionMap.mainAlias?.metadata.tableName ?? '';
    const { alias } = query;
    const { idColumn = 'id' } = columns;
    const prefix = await prefixOf(table, idColumn);
    const parts = prefix && withinReach(viewer, tree(), { ...columns, alias }, { table, prefix, rule });
    if (!parts) return { page: asItIs, words: asItIs, count: asItIs, isWide: true };
    const count = await countOf(JSON.stringify([table, rule, viewer.personId, viewer.posts]), parts);
    const union = parts.map(({ sql }) => sql).join(' UNION ');
    const params = Object.assign({}, ...parts.map((part) => part.params));
    const among: Narrow = (whole) =>
      whole.andWhere(`${alias}.${idColumn} IN (SELECT reach.id FROM (${union}) reach)`, params);
    const upTo = (few: number): Narrow => (count > few ? asItIs : among);
    return {
      page: upTo(fewForPage),
      words: upTo(fewForWords),
      count: upTo(fewForCount),
      isWide: count > fewForCount,
    };
  };
}
