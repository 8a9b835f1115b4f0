import type { SecrecyLevel } from '@chengqi/schemas';
import {
  type Connection,
  connection,
  type Database,
  held,
  type Ids,
  notFound,
  type PageArguments,
  type Request,
  type Transaction,
} from '@chengqi/service-kit';
import type { EntityManager, EntitySchema, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { type AuditedAct, recordActs } from './audit.ts';
import { isAbove } from './secrecy-level.ts';
import type { Visibility, VisibilityColumns } from './visibility.ts';

/** What a by-id read needs beside the ids: the type's name for refusals and the roles of its transition table. */
export interface ReadOptions extends Omit<VisibilityColumns, 'alias'> {
  readonly type: string;
}

interface Readable extends ObjectLiteral {
  readonly id: string;
}

interface Found<T> {
  readonly row: T;
  readonly visible: boolean;
  readonly level: SecrecyLevel;
}

/** One property and its direction, such as `{ createdAt: 'DESC' }`. */
export type Order<T> = { readonly [K in keyof T & string]?: 'ASC' | 'DESC' };

/** `visible` is the read rule; `countable` the rule for figures, which opens codes, states and dates, never text. */
export type Rule = 'visible' | 'countable';
type VisibleTo = (viewer: Request['viewer'], columns: VisibilityColumns) => Visibility;

export type Reading = ReturnType<typeof createReading>;

/**
 * Reads by id: hidden rows look absent. Every row is fetched with the read rule's verdict beside it, so that refusals
 * at WORK_SECRET and above leave an audit entry just as reads do.
 */
export function createReading(db: Database, ids: Ids, clock: { now(): Date }, rules: Record<Rule, VisibleTo>) {
  const { visible } = rules;
  const refusals = new WeakMap<Transaction, AuditedAct[]>();

  async function select<T extends Readable>(
    manager: EntityManager,
    request: Request,
    entity: EntitySchema<T>,
    wanted: readonly string[],
    { type: _, ...columns }: ReadOptions,
    lock: boolean,
  ): Promise<Found<T>[]> {
    const verdict = visible(request.viewer, { ...columns, alias: 'subject' });
    const level = columns.levelColumn === null ? `'INTERNAL'` : `subject.${columns.levelColumn ?? 'secrecy_level'}`;
    const query = manager
      .getRepository(entity)
      .createQueryBuilder('subject')
      .addSelect(level, 'verdict_level')
      .addSelect(`CASE WHEN ${verdict.sql} THEN 1 ELSE 0 END`, 'verdict_visible')
      .where('subject.id IN (:...wanted)', { wanted })
      .setParameters(verdict.params);
    const { raw, entities } = await (lock ? held(query) : query).getRawAndEntities<{
      subject_id: string;
      verdict_visible: unknown;
      verdict_level: SecrecyLevel;
    }>();
    const verdicts = new Map(raw.map((row) => [row.subject_id, row]));
    return entities.map((row) => ({
      row,
      visible: Number(verdicts.get(row.id)?.verdict_visible) === 1,
      level: verdicts.get(row.id)?.verdict_level ?? 'TOP_SECRET',
    }));
  }

  const acts = (found: readonly Found<Readable>[]): AuditedAct[] =>
    found
      .filter(({ level }) => isAbove(level, 'INTERNAL'))
      .map(({ row, visible: seen }) => ({ act: seen ? 'READ' : 'READ_REFUSED', entityId: row.id }));

  /** Visible rows by id; reads and refusals of WORK_SECRET and above are recorded before anything is answered. */
  async function readByIds<T extends Readable>(
    request: Request,
    entity: EntitySchema<T>,
    wanted: readonly string[],
    options: ReadOptions,
  ): Promise<Map<string, T>> {
    const distinct = [...new Set(wanted)];
    if (distinct.length === 0) return new Map();
    const found = await select(db.read, request, entity, distinct, options, false);
    const entries = acts(found);
    if (entries.length > 0 && !request.probing)
      await db.write((manager) => recordActs(manager, ids, clock.now(), request, entries));
    return new Map(found.filter(({ visible: seen }) => seen).map(({ row }) => [row.id, row]));
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
    const [found] = await select(tx.manager, request, entity, [id], options, true);
    if (found?.visible) return found.row;
    if (found) refusals.get(tx)?.push(...acts([found]));
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
    { type: _, ...columns }: ReadOptions,
    rule: Rule,
  ) => {
    const { sql, params } = rules[rule](request.viewer, { ...columns, alias: query.alias });
    return query.andWhere(sql, params);
  };

  async function recordShown<T extends Readable>(
    request: Request,
    query: SelectQueryBuilder<T>,
    rows: readonly T[],
    options: ReadOptions,
  ): Promise<void> {
    const levelOf = levelsOf(query, options);
    const entries = acts(rows.map((row) => ({ row, visible: true, level: levelOf(row) })));
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
   * `orderBy` names a property of the rows; the id breaks ties.
   * @throws DomainError BAD_USER_INPUT for sizes outside 0 to 100, both directions at once, or a foreign cursor
   */
  async function page<T extends Readable>(
    request: Request,
    query: SelectQueryBuilder<T>,
    options: ReadOptions,
    { orderBy, rule = 'visible', ...wanted }: PageArguments & { readonly orderBy: Order<T>; readonly rule?: Rule },
  ): Promise<Connection<T>> {
    const [[property, direction]] = Object.entries(orderBy) as [[string, 'ASC' | 'DESC']];
    const order = { alias: query.alias, orderBy: { column: `${query.alias}.${property}`, direction } };
    const found = await connection(narrowed(request, query, options, rule), wanted, order);
    await recordShown(request, query, found.nodes, options);
    return found;
  }

  return {
    readByIds,
    require,
    list,
    page,
    /** Refusals of a command roll back with it; they are collected here and recorded after the rollback. */
    collectRefusals: (tx: Transaction, into: AuditedAct[]): void => void refusals.set(tx, into),
    recordRefusals: (request: Request, refused: readonly AuditedAct[]): Promise<void> =>
      refused.length === 0
        ? Promise.resolve()
        : db.write((manager) => recordActs(manager, ids, clock.now(), request, refused)),
  };
}
