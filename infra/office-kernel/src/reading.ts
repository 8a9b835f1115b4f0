import type { SecrecyLevel } from '@chengqi/schemas';
import {
  type Connection,
  connection,
  countCeiling,
  countBy as countValues,
  type Database,
  held,
  type Ids,
  notFound,
  type PageArguments,
  type Request,
  type Transaction,
  type ValueCount,
} from '@chengqi/service-kit';
import type { EntityManager, EntitySchema, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { recordActs } from './audit.ts';
import type { Reach } from './reach.ts';
import type { createRefusals, FindHidden } from './refusals.ts';
import type { Search } from './search/search.ts';
import { isAbove } from './secrecy-level.ts';
import type { Among, Tallies } from './tallies/tallies.ts';
import type { Rule, Visibility, VisibilityColumns } from './visibility.ts';

/** What a by-id read needs beside the ids: the type's name for refusals and the roles of its transition table. */
export interface ReadOptions extends Omit<VisibilityColumns, 'alias'> {
  readonly type: string;
  /** What the subject's own rule asks beside the office's. */
  readonly also?: VisibleTo;
}

interface Readable extends ObjectLiteral {
  readonly id: string;
}

/** A page, its order and the words it is narrowed to. */
export interface PageWanted<T> extends PageArguments {
  readonly orderBy: Order<T>;
  readonly search?: string | null | undefined;
  readonly rule?: Rule;
}

/** What parts the rows that are counted, and which rows these are. */
export interface CountWanted<T> {
  readonly by: keyof T & string;
  readonly among: Among<T> | null;
  readonly search?: string | null | undefined;
}

/** One property and its direction, such as `{ createdAt: 'DESC' }`. */
export type Order<T> = { readonly [K in keyof T & string]?: 'ASC' | 'DESC' };

type VisibleTo = (viewer: Request['viewer'], columns: VisibilityColumns) => Visibility;

export type Reading = ReturnType<typeof createReading>;

/** Reads by id: hidden rows look absent, also to a clock. At WORK_SECRET and above reads and refusals leave an audit entry. */
export function createReading(
  db: Database,
  ids: Ids,
  clock: { now(): Date },
  rules: Record<Rule, VisibleTo>,
  refuse: ReturnType<typeof createRefusals>,
  reachOf: Reach,
  { asked }: Pick<Search, 'asked'>,
  tallies: Pick<Tallies, 'count'>,
) {
  const { visible } = rules;

  const select = <T extends Readable>(
    manager: EntityManager,
    { viewer }: Request,
    entity: EntitySchema<T>,
    wanted: readonly string[],
    { type: _, also, ...columns }: ReadOptions,
  ): SelectQueryBuilder<T> => {
    const { sql, params } = visible(viewer, { ...columns, alias: 'subject' });
    const query = manager.getRepository(entity).createQueryBuilder('subject');
    query.where('subject.id IN (:...wanted)', { wanted }).andWhere(sql, params);
    const own = also?.(viewer, { ...columns, alias: 'subject' });
    return own ? query.andWhere(own.sql, own.params) : query;
  };

  /** Which of the ids are there, above INTERNAL. */
  const hiddenAmong =
    <T extends Readable>(
      entity: EntitySchema<T>,
      wanted: readonly string[],
      { levelColumn = 'secrecy_level' }: ReadOptions,
    ): FindHidden =>
    async (manager) => {
      if (levelColumn === null) return [];
      const query = manager.getRepository(entity).createQueryBuilder('subject').select('subject.id', 'id');
      query.where('subject.id IN (:...wanted)', { wanted });
      const rows = await query.andWhere(`subject.${levelColumn} NOT IN ('PUBLIC', 'INTERNAL')`).getRawMany<Readable>();
      return rows.map(({ id }) => id);
    };

  /** Visible rows by id. A read of WORK_SECRET and above is recorded before anything is answered, a refusal after it. */
  async function readByIds<T extends Readable>(
    request: Request,
    entity: EntitySchema<T>,
    wanted: readonly string[],
    options: ReadOptions,
  ): Promise<Map<string, T>> {
    const distinct = [...new Set(wanted)];
    if (distinct.length === 0) return new Map();
    const query = select(db.read, request, entity, distinct, options);
    const found = new Map((await query.getMany()).map((row) => [row.id, row]));
    await recordShown(request, query, [...found.values()], options);
    const missed = distinct.filter((id) => !found.has(id));
    if (missed.length > 0) refuse(request, hiddenAmong(entity, missed, options));
    return found;
  }

  /**
   * Inside a command: the visible row, locked where the engine locks rows.
   * @throws DomainError NOT_FOUND when it is absent or hidden
   */
  async function require<T extends Readable>(
    tx: Transaction,
    request: Request,
    entity: EntitySchema<T>,
    id: string,
    options: ReadOptions,
  ): Promise<T> {
    const found = await held(select(tx.manager, request, entity, [id], options)).getOne();
    if (found) return found;
    refuse(request, hiddenAmong(entity, [id], options));
    throw notFound(options.type);
  }

  /** The level of each row of the query, read from the column that the read rule asks. */
  const levelsOf = <T extends Readable>(
    query: SelectQueryBuilder<T>,
    { levelColumn = 'secrecy_level' }: ReadOptions,
  ) => {
    if (levelColumn === null) return (): SecrecyLevel => 'INTERNAL';
    const property = query.expressionMap.mainAlias?.metadata.findColumnWithDatabaseName(levelColumn)?.propertyName;
    if (property === undefined) throw new Error(`${query.alias} has no column ${levelColumn}`);
    return (row: T): SecrecyLevel => row[property];
  };

  const narrowed = <T extends Readable>(
    request: Request,
    query: SelectQueryBuilder<T>,
    { type: _, also, ...columns }: ReadOptions,
    rule: Rule,
  ) => {
    const { sql, params } = rules[rule](request.viewer, { ...columns, alias: query.alias });
    const own = also?.(request.viewer, { ...columns, alias: query.alias });
    if (own) query.andWhere(own.sql, own.params);
    return query.andWhere(sql, params);
  };

  async function recordShown<T extends Readable>(
    request: Request,
    query: SelectQueryBuilder<T>,
    rows: readonly T[],
    options: ReadOptions,
  ): Promise<void> {
    const levelOf = levelsOf(query, options);
    if (request.probing) return;
    const classified = rows.filter((row) => isAbove(levelOf(row), 'INTERNAL'));
    const entries = classified.map(({ id: entityId }) => ({ act: 'READ', entityId }));
    if (entries.length > 0) await db.write((manager) => recordActs(manager, ids, clock.now(), request, entries));
  }

  /** All rows of the query that the rule opens, in its order; each above INTERNAL leaves an audit entry. */
  async function list<T extends Readable>(
    request: Request,
    query: SelectQueryBuilder<T>,
    options: ReadOptions,
    rule: Rule = 'visible',
  ): Promise<T[]> {
    const rows = await narrowed(request, query, options, rule).getMany();
    await recordShown(request, query, rows, options);
    return rows;
  }

  /**
   * One page of the query's rows that the rule opens, by keyset; each row shown above INTERNAL leaves an audit entry.
   * `orderBy` names a property of the rows; the id breaks ties. `search` narrows it to rows that have all its words.
   * @throws DomainError BAD_USER_INPUT for sizes outside 0 to 100, both directions at once, a foreign cursor, or words
   * nothing is found by
   */
  async function page<T extends Readable>(
    request: Request,
    query: SelectQueryBuilder<T>,
    options: ReadOptions,
    { orderBy, search, rule = 'visible', ...wanted }: PageWanted<T>,
  ): Promise<Connection<T>> {
    const [[property, direction]] = Object.entries(orderBy) as [[string, 'ASC' | 'DESC']];
    const order = { alias: query.alias, orderBy: { column: `${query.alias}.${property}`, direction } };
    const words = await asked(query, search);
    const reach = await reachOf(request.viewer, query, options, rule);
    const shown = narrowed(request, query, options, rule);
    const narrow = search == null ? reach.page : reach.words;
    const page = narrow(words.page(shown.clone()));
    const found = words.shown(await connection(page, wanted, order, reach.count(words.count(shown))));
    await recordShown(request, query, found.nodes, options);
    return found;
  }

  /**
   * The query narrowed to what a figure may count of it; codes, states, dates and numbers alone may be told of the rows.
   * With `search` only what may be read is counted, because words are text.
   * @throws DomainError BAD_USER_INPUT for words nothing is found by
   */
  async function counted<T extends Readable>(
    request: Request,
    query: SelectQueryBuilder<T>,
    options: ReadOptions,
    rule: Rule = 'countable',
    search: string | null | undefined = null,
  ): Promise<SelectQueryBuilder<T>> {
    const words = await asked(query, search);
    const asRead = search == null ? rule : 'visible';
    const reach = await reachOf(request.viewer, query, options, asRead);
    return reach.count(words.count(narrowed(request, query, options, asRead)));
  }

  /**
   * How many of the query's rows the viewer may read have each value of a property, the most first. `among` says the same
   * filter as values of tallied properties, null when it asks for anything else; who may see many rows is then answered
   * from tallies. Where many rows are left that no tallies tell of, a thousand stands for that many or more.
   * @throws DomainError BAD_USER_INPUT for words nothing is found by
   */
  async function countBy<T extends Readable>(
    request: Request,
    query: SelectQueryBuilder<T>,
    options: ReadOptions,
    { by, among, search }: CountWanted<T>,
  ): Promise<ValueCount[]> {
    const reach = await reachOf(request.viewer, query, options, 'visible');
    const told =
      reach.isWide && among && search == null
        ? await tallies.count(request.viewer, query, options, { by, among })
        : null;
    if (told) return told;
    const words = await asked(query, search);
    const shown = narrowed(request, query, options, 'visible');
    const rows = reach.count(words.count(shown.clone()));
    const isMuch = reach.isWide && (await words.isFrequent()) && (await areMany(db, rows));
    const values = isMuch ? await valuesOf(request, query, options, by) : null;
    if (values === null) return countValues(rows, by);
    return countUpTo(db, words.page(shown), by, values);
  }

  /** Which values the rows have that the viewer may read; null where tallies do not tell, or they are too many to ask of each. */
  async function valuesOf<T extends Readable>(
    { viewer }: Request,
    query: SelectQueryBuilder<T>,
    options: ReadOptions,
    by: keyof T & string,
  ): Promise<ValueCount['value'][] | null> {
    const { target = '' } = query.expressionMap.mainAlias?.metadata ?? {};
    const all = db.read.createQueryBuilder<T>(target as string, query.alias);
    const told = await tallies.count(viewer, all, options, { by, among: {} });
    return told && told.length <= mostValuesAsked ? told.map(({ value }) => value) : null;
  }

  return {
    readByIds,
    require,
    list,
    page,
    counted,
    countBy,
  };
}

/** Up to so many rows are read to be counted, in a few hundredths of a second. */
const fewToRead = 15_000;
/** Of each of so many values rows are counted up to the ceiling of totalCount. */
const mostValuesAsked = 30;

async function areMany<T extends Readable>(db: Database, query: SelectQueryBuilder<T>): Promise<boolean> {
  const some = query
    .clone()
    .select('1', 'one')
    .limit(fewToRead + 1);
  const counting = db.read.createQueryBuilder().select('COUNT(*)', 'n').from(`(${some.getQuery()})`, 'some');
  const { n } = (await counting.setParameters(some.getParameters()).getRawOne<{ n: string | number }>()) ?? { n: 0 };
  return Number(n) > fewToRead;
}

/** Of each value as many rows as there are, up to the ceiling; one statement, the most first. */
async function countUpTo<T extends Readable>(
  db: Database,
  query: SelectQueryBuilder<T>,
  by: keyof T & string,
  values: readonly ValueCount['value'][],
): Promise<ValueCount[]> {
  const property = `${query.alias}.${by}`;
  const counting = db.read.createQueryBuilder().from('(SELECT 1)', 'one');
  for (const [at, value] of values.entries()) {
    const some = query.clone().select('1', 'one').limit(countCeiling);
    if (value === null) some.andWhere(`${property} IS NULL`);
    else some.andWhere(`${property} = :part${at}`, { [`part${at}`]: value });
    counting
      .addSelect(`(SELECT COUNT(*) FROM (${some.getQuery()}) some${at})`, `n${at}`)
      .setParameters(some.getParameters());
  }
  const row = (await counting.getRawOne<Record<string, string | number>>()) ?? {};
  return values
    .map((value, at) => ({ value, count: Number(row[`n${at}`] ?? 0) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1));
}
