import {
  createOccasion,
  type Database,
  held,
  type ServiceKit,
  type Timer,
  type ValueCount,
  type Viewer,
} from '@chengqi/service-kit';
import {
  type EntityManager,
  type EntitySchema,
  IsNull,
  Not,
  type ObjectLiteral,
  type SelectQueryBuilder,
} from 'typeorm';
import type { OrgTree } from '../org-tree.ts';
import { openedByOwner, type VisibilityColumns } from '../visibility.ts';
import { type TallyChange, TallyChangeEntity, type TallyCheck, TallyCheckEntity } from './tally.entity.ts';

type Value = string | number | boolean | null;

/** Which values rows must have of tallied properties; what is null or left out does not matter. */
export type Among<T> = { readonly [K in keyof T & string]?: readonly Value[] | null | undefined };

/** The filter as values of tallied properties; null when anything else is asked of the rows. */
export const amongTallied = <T>(values: Among<T>, others: object): Among<T> | null =>
  Object.values(others).every((asked) => asked == null) ? values : null;

interface Asked<T> {
  /** The tallied property that parts the rows. */
  readonly by: keyof T & string;
  readonly among: Among<T>;
}

interface Tallied extends ObjectLiteral {
  readonly id: string;
}

interface Kept {
  readonly entity: EntitySchema<ObjectLiteral>;
  readonly properties: readonly string[];
}

export type Tallies = ReturnType<typeof createTallies>;

const separator = '|';
const everyCell = ['ownerOrgId', 'secrecyLevel'];
const changesAtOnce = 2000;
const comparedMilliseconds = 24 * 3_600_000;
const adding = createOccasion();

/**
 * Rows counted as they are stored, by owner, level and what else a board parts them by, so that who may see many of them
 * is not made to wait for all to be read. A transaction only adds what it changed (`tally_changes`), which locks nothing
 * that others write; a timer adds these up. The sum of both is exact in every snapshot. Once a day, and before the first
 * answer, it is compared with the rows.
 */
export function createTallies({ db, log, onStored }: Pick<ServiceKit, 'db' | 'log' | 'onStored'>, tree: () => OrgTree) {
  const kept = new Map<string, Kept>();
  /** Tables whose tallies this process has seen compared with their rows. */
  const seen = new Set<string>();

  async function isCompared(subject: string): Promise<boolean> {
    if (seen.has(subject)) return true;
    const compared = await db.read.getRepository(TallyCheckEntity).existsBy({ subject, checkedAt: Not(IsNull()) });
    if (compared) seen.add(subject);
    return compared;
  }

  return {
    /** Counts rows of the entity by these properties from now on, and those that were there before by the timer. */
    keep<T extends Tallied>(entity: EntitySchema<T>, properties: readonly (keyof T & string)[]): void {
      const subject = entity.options.tableName ?? entity.options.name;
      kept.set(subject, { entity: entity as never, properties });
      onStored(entity, 'tallies', async (tx, rows) => {
        const changes = rows.flatMap(({ before, after }) => {
          const [was, is] = [before && cellOf(before, properties), cellOf(after, properties)];
          return was === is ? [] : [...(was === null ? [] : [change(subject, was, -1)]), change(subject, is, 1)];
        });
        await add(tx.manager, changes);
      });
    },

    /**
     * How many of the rows that the viewer may read have each value, in one statement, the most first; null where that is
     * not told by tallies. `query` must be narrowed to the same rows as `among`.
     */
    async count<T extends Tallied>(
      viewer: Viewer,
      query: SelectQueryBuilder<T>,
      columns: Omit<VisibilityColumns, 'alias'>,
      { by, among }: Asked<T>,
    ): Promise<ValueCount[] | null> {
      const subject = query.expressionMap.mainAlias?.metadata.tableName ?? '';
      const properties = [...everyCell, ...(kept.get(subject)?.properties ?? [])];
      const asked = Object.entries(among).filter(([, values]) => values != null);
      if (![by, ...asked.map(([property]) => property)].every((property) => properties.includes(property))) return null;
      if (!(await isCompared(subject))) return null;
      const wanted = asked.map(
        ([property, values]) => [properties.indexOf(property), new Set(values?.map(written))] as const,
      );
      const { opens, elsewhere } = openedByOwner(viewer, tree(), { ...columns, alias: query.alias });
      const at = properties.indexOf(by);
      const parts = new Map<string, number>();
      for (const { related, cell, n } of await read(
        db,
        subject,
        by,
        elsewhere && query.clone().andWhere(elsewhere.sql, elsewhere.params),
      )) {
        const values = Number(related) === 1 ? null : written(cell).split(separator);
        const isCounted =
          values === null || (opens(values) && wanted.every(([place, set]) => set.has(values[place] ?? '')));
        const value = values === null ? written(cell) : (values[at] ?? '');
        if (isCounted) parts.set(value, (parts.get(value) ?? 0) + Number(n));
      }
      return [...parts]
        .filter(([, count]) => count > 0)
        .map(([value, count]) => ({ value: value === '' ? null : value, count }))
        .sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1));
    },

    timer: {
      name: 'tallies',
      everySeconds: 1,
      isDue: () => seen.size < kept.size || adding.isDue(db.writer),
      async run(tx) {
        let left = false;
        for (const [subject, { entity, properties }] of kept) {
          const known = await lockCheck(tx.manager, subject);
          if (known === null || tx.now.getTime() - known.getTime() > comparedMilliseconds) {
            const wrong = await setRight(tx.manager, subject, entity, properties);
            if (known && wrong > 0) log.error({ subject, cells: wrong }, 'tallies differed from their rows');
            await tx.manager.getRepository(TallyCheckEntity).update({ subject }, { checkedAt: tx.now });
          }
          left = (await addUp(tx.manager, db.dialect, subject)) || left;
          db.afterCommit(() => seen.add(subject));
        }
        // What is left of many is not left until the next sweep: each count reads it.
        return left ? adding.goesOn(tx.manager) : undefined;
      },
    } satisfies Timer,
  };
}

/** As engines write it: of yes and no, 1 and 0. */
const written = (value: unknown): string =>
  value === null || value === undefined ? '' : String(typeof value === 'boolean' ? Number(value) : value);

const cellOf = (row: ObjectLiteral, properties: readonly string[]): string =>
  [...everyCell, ...properties].map((property) => written(row[property])).join(separator);

type Change = Omit<TallyChange, 'id'>;
const change = (subject: string, cell: string, n: number): Change => ({ subject, cell, n });

async function add(manager: EntityManager, changes: readonly Change[]): Promise<void> {
  for (let from = 0; from < changes.length; from += changesAtOnce)
    await manager
      .createQueryBuilder()
      .insert()
      .into(TallyChangeEntity)
      .values(changes.slice(from, from + changesAtOnce))
      .updateEntity(false)
      .execute();
  if (changes.length > 0) adding.arose(manager);
}

interface Read {
  /** 1 where `cell` is the value itself, of rows that only a relation opens. */
  readonly related: number | string;
  readonly cell: string | number | null;
  readonly n: number | string;
}

/** Cells and what was added to them since, and the rows beside them by their value. */
async function read<T extends ObjectLiteral>(
  { read }: Database,
  subject: string,
  by: string,
  beside: SelectQueryBuilder<T> | null,
): Promise<Read[]> {
  const told = 'SELECT 0 AS related, cell, n FROM tallies WHERE subject = ?';
  const since = 'SELECT 0 AS related, cell, n FROM tally_changes WHERE subject = ?';
  if (beside === null) return read.query(`${told} UNION ALL ${since}`, [subject, subject]);
  const column = `${beside.alias}.${by}`;
  const [sql, values] = beside
    .select(column, 'cell')
    .addSelect('COUNT(*)', 'n')
    .groupBy(column)
    .getQueryAndParameters();
  const related = `SELECT 1 AS related, beside.cell, beside.n FROM (${sql}) beside`;
  return read.query(`${told} UNION ALL ${since} UNION ALL ${related}`, [subject, subject, ...values]);
}

/** The row that all who add up wait for. */
async function lockCheck(manager: EntityManager, subject: string): Promise<Date | null> {
  const checks = manager.getRepository<TallyCheck>(TallyCheckEntity);
  const first = { subject, checkedAt: null };
  await checks.createQueryBuilder().insert().values(first).orIgnore().updateEntity(false).execute();
  return (await held(checks.createQueryBuilder('k').where('k.subject = :subject', { subject })).getOneOrFail())
    .checkedAt;
}

/** Makes tallies and rows agree as of one snapshot; answers how many cells did not. */
async function setRight(
  manager: EntityManager,
  subject: string,
  entity: EntitySchema<ObjectLiteral>,
  properties: readonly string[],
): Promise<number> {
  const cells = [...everyCell, ...properties].map((property) => `COALESCE(r.${property}, '')`);
  const rows = manager.getRepository(entity).createQueryBuilder('r');
  const sql = rows
    .select(`CONCAT_WS('${separator}', ${cells.join(', ')})`, 'cell')
    .addSelect('COUNT(*)', 'n')
    .groupBy('cell')
    .getQuery();
  const told = (table: string) => `SELECT cell, -n AS n FROM ${table} WHERE subject = ?`;
  const found = await manager.query<{ cell: string; n: number | string }[]>(
    `SELECT cell, SUM(n) AS n FROM (${sql} UNION ALL ${told('tallies')} UNION ALL ${told('tally_changes')}) cells
    GROUP BY cell HAVING SUM(n) <> 0`,
    [subject, subject],
  );
  await add(
    manager,
    found.map(({ cell, n }) => change(subject, cell, Number(n))),
  );
  return found.length;
}

/** Adds some changes to their cells, no more than the caller's lock lets one at a time do; whether more may be left. */
async function addUp(manager: EntityManager, dialect: Database['dialect'], subject: string): Promise<boolean> {
  const changes = manager.getRepository<TallyChange>(TallyChangeEntity);
  const some = await changes.find({ where: { subject }, order: { id: 'ASC' }, take: changesAtOnce });
  if (some.length === 0) return false;
  const sums = new Map<string, number>();
  for (const { cell, n } of some) sums.set(cell, (sums.get(cell) ?? 0) + n);
  const moved = [...sums].filter(([, n]) => n !== 0);
  const more =
    dialect === 'mysql'
      ? 'ON DUPLICATE KEY UPDATE n = n + VALUES(n)'
      : 'ON CONFLICT (subject, cell) DO UPDATE SET n = n + excluded.n';
  const places = moved.map(() => '(?, ?, ?)').join(', ');
  if (moved.length > 0)
    await manager.query(
      `INSERT INTO tallies (subject, cell, n) VALUES ${places} ${more}`,
      moved.flatMap(([cell, n]) => [subject, cell, n]),
    );
  await changes.delete(some.map(({ id }) => id));
  return some.length === changesAtOnce;
}
