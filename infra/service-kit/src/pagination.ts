import { crc32 } from 'node:zlib';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { badInput } from './errors.ts';

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

export interface ConnectionOrder {
  /** Alias of the query's main entity. */
  readonly alias: string;
  /** A property of the main entity with its alias, such as `m.startAt`; `id` breaks ties. Rows without a value come first upwards, last downwards. */
  readonly orderBy: { readonly column: string; readonly direction: 'ASC' | 'DESC' };
}

/** A piece of a text, and whether it is what was looked for. */
export interface HighlightPart {
  readonly text: string;
  readonly found: boolean;
}

/** What was found in a text of a row; `field` is its name in the contract. */
export interface Highlight {
  readonly field: string;
  readonly parts: readonly HighlightPart[];
}

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
  /** None where no words were looked for. */
  readonly highlights: readonly Highlight[];
}

export interface Connection<T> {
  readonly edges: Edge<T>[];
  readonly nodes: T[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  /** Counted only when the field is asked for, and never beyond a thousand. */
  readonly totalCount: () => Promise<number>;
}

/** A page with nothing on it. */
export const emptyConnection: Connection<never> = {
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
  totalCount: async () => 0,
};

/** The same page with something else of each row. */
export function mapConnection<T, R>({ edges, nodes: _, ...page }: Connection<T>, of: (node: T) => R): Connection<R> {
  const mapped = edges.map((edge) => ({ ...edge, node: of(edge.node) }));
  return { ...page, edges: mapped, nodes: mapped.map(({ node }) => node) };
}

const defaultSize = 20;
const maximum = 100;
/** What `totalCount` says of so many rows or more. */
export const countCeiling = 1000;

/**
 * One page by keyset. The query brings its filters; order, cursor and size are added here. `counted` finds the same rows
 * where they are counted faster in another way.
 * @throws DomainError BAD_USER_INPUT for sizes outside 1 to 100 (0 is an empty page), both directions at once, or the cursor of another list or order
 */
export async function connection<T extends ObjectLiteral & { id: string }>(
  query: SelectQueryBuilder<T>,
  page: PageArguments,
  { alias, orderBy }: ConnectionOrder,
  counted: SelectQueryBuilder<T> = query,
): Promise<Connection<T>> {
  const list = [query.expressionMap.mainAlias?.metadata.tableName, orderBy.column, orderBy.direction].join(' ');
  const property = orderBy.column.slice(orderBy.column.indexOf('.') + 1);
  const nullable = query.expressionMap.mainAlias?.metadata.findColumnWithPropertyName(property)?.isNullable === true;
  const { size, backward, cursor } = readPage(page, list, nullable);
  const counting = counted.clone();
  const ascending = (orderBy.direction === 'ASC') !== backward;
  if (cursor) {
    const place = { key: `${alias}.${property}`, id: `${alias}.id`, ascending };
    const beyond = cursor.key === null ? beyondNull(place) : beyondKey(place, nullable);
    query.andWhere(`(${beyond})`, { pageKey: cursor.key, pageId: cursor.id });
  }
  const direction = ascending ? 'ASC' : 'DESC';
  const rows = await query
    .orderBy(`${alias}.${property}`, direction)
    .addOrderBy(`${alias}.id`, direction)
    .take(size + 1)
    .getMany();
  const more = rows.length > size;
  const nodes = rows.slice(0, size);
  if (backward) nodes.reverse();
  const edges = nodes.map((node) => ({
    cursor: writeCursor(list, node[property], node.id),
    node,
    highlights: [],
  }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: backward ? cursor !== null : more,
      hasPreviousPage: backward ? more : cursor !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: () => countUpTo(counting, `${alias}.id`),
  };
}

/** The database stops at the ceiling; counting half a million rows to say a thousand would cost as much as saying it. */
async function countUpTo<T extends ObjectLiteral>(query: SelectQueryBuilder<T>, id: string): Promise<number> {
  const some = query.select(id).orderBy().limit(countCeiling);
  const counted = await query.connection
    .createQueryBuilder()
    .select('COUNT(*)', 'n')
    .from(`(${some.getQuery()})`, 'some')
    .setParameters(some.getParameters())
    .getRawOne<{ n: string | number }>();
  return Number(counted?.n ?? 0);
}

interface Place {
  readonly key: string;
  readonly id: string;
  readonly ascending: boolean;
}

/** Both engines have nulls below all values: they come first in one direction and last in the other. */
const beyondNull = ({ key, id, ascending }: Place): string =>
  ascending ? `${key} IS NOT NULL OR ${id} > :pageId` : `${key} IS NULL AND ${id} < :pageId`;

/** Bounded by the key alone as well: SQLite finds no place in an index by an OR, and walks to it from the end. */
function beyondKey({ key, id, ascending }: Place, nullable: boolean): string {
  const sign = ascending ? '>' : '<';
  if (nullable && !ascending) return `${key} < :pageKey OR (${key} = :pageKey AND ${id} < :pageId) OR ${key} IS NULL`;
  return `${key} ${sign}= :pageKey AND (${key} ${sign} :pageKey OR ${id} ${sign} :pageId)`;
}

function readPage({ first, after, last, before }: PageArguments, list: string, nullable: boolean) {
  if ((first != null || after != null) && (last != null || before != null)) {
    throw badInput('last', { en: 'Page forward or backward, not both.', zh: '不能同时向前和向后翻页。' });
  }
  const backward = last != null || before != null;
  const size = (backward ? last : first) ?? defaultSize;
  if (!Number.isInteger(size) || size < 0 || size > maximum) {
    throw badInput(backward ? 'last' : 'first', {
      en: `A page has 0 to ${maximum} entries.`,
      zh: `每页 0 至 ${maximum} 条。`,
    });
  }
  const text = backward ? before : after;
  return {
    size,
    backward,
    cursor: text == null ? null : readCursor(text, list, nullable, backward ? 'before' : 'after'),
  };
}

/** A cursor says of which list and order it is, because in another one it would page wrongly and tell nobody. */
const markOf = (list: string): number => crc32(list);

const writeCursor = (list: string, key: unknown, id: string) =>
  Buffer.from(JSON.stringify([markOf(list), key instanceof Date ? { at: key.toISOString() } : key, id])).toString(
    'base64url',
  );

function readCursor(text: string, list: string, nullable: boolean, field: string): { key: unknown; id: string } {
  try {
    const [mark, key, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (mark !== markOf(list)) throw new Error('of another list');
    if (key === null && nullable && typeof id === 'string') return { key, id };
    const at = typeof key === 'object' && key?.at !== undefined ? new Date(key.at) : null;
    if (
      typeof id !== 'string' ||
      (at !== null && Number.isNaN(at.getTime())) ||
      (at === null && typeof key === 'object')
    )
      throw new Error('not ours');
    return { key: at ?? key, id };
  } catch {
    throw badInput(field, { en: 'This cursor is not one of this list.', zh: '游标不属于该列表。' });
  }
}
