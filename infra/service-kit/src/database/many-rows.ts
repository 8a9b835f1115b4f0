import type { EntityManager, EntitySchema, ObjectLiteral } from 'typeorm';

/** Far below the parameters that either engine takes, for the widest of tables. */
const rowsAtOnce = 500;
const keysAtOnce = 5000;

/**
 * Writes whole rows, new or not: one statement for five hundred. TypeORM's own builder names each value and then looks
 * through all names for it, which was most of what reading a topic cost.
 */
export const upsertRows = <T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<T>,
  rows: readonly T[],
): Promise<void> => write(manager, entity, rows, true);

/** The same of rows that are not there yet. @throws QueryFailedError when one is */
export const insertRows = <T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<T>,
  rows: readonly T[],
): Promise<void> => write(manager, entity, rows, false);

/** The rows that have one of the keys, in no order; tables of one key column. */
export const findRows = <T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<T>,
  keys: readonly string[],
): Promise<T[]> => read(manager, entity, keys, '');

/** The same, locked until the transaction ends where the engine locks rows; SQLite has one writer at a time. */
export const holdRows = <T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<T>,
  keys: readonly string[],
): Promise<T[]> => read(manager, entity, keys, manager.connection.options.type === 'mysql' ? ' FOR UPDATE' : '');

async function read<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<T>,
  keys: readonly string[],
  lock: '' | ' FOR UPDATE',
): Promise<T[]> {
  const { driver } = manager.connection;
  const { tableName, columns, primaryColumns } = manager.connection.getMetadata(entity);
  const [key = ''] = primaryColumns.map(({ databaseName }) => driver.escape(databaseName));
  const names = columns.map(({ databaseName }) => driver.escape(databaseName));
  const beginning = `SELECT ${names.join(', ')} FROM ${driver.escape(tableName)} WHERE ${key} IN `;
  const found: T[] = [];
  for (let from = 0; from < keys.length; from += keysAtOnce) {
    const some = keys.slice(from, from + keysAtOnce);
    const rows: Record<string, unknown>[] = await manager.query(
      `${beginning}(${some.map(() => '?').join(', ')})${lock}`,
      some,
    );
    for (const row of rows) {
      const values = columns.map((column) => [
        column.propertyName,
        driver.prepareHydratedValue(row[column.databaseName], column),
      ]);
      found.push(Object.fromEntries(values));
    }
  }
  return found;
}

async function write<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntitySchema<T>,
  rows: readonly T[],
  isUpsert: boolean,
): Promise<void> {
  if (rows.length === 0) return;
  const { driver, options } = manager.connection;
  const { tableName, columns, primaryColumns } = manager.connection.getMetadata(entity);
  const names = columns.map(({ databaseName }) => driver.escape(databaseName));
  const keys = primaryColumns.map(({ databaseName }) => driver.escape(databaseName));
  const others = names.filter((name) => !keys.includes(name));
  const clause = isUpsert ? (options.type === 'mysql' ? onMysql : onSqlite)(keys, others) : '';
  const beginning = `INSERT INTO ${driver.escape(tableName)} (${names.join(', ')}) VALUES `;
  const row = `(${names.map(() => '?').join(', ')})`;
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const some = rows.slice(from, from + rowsAtOnce);
    await manager.query(
      `${beginning}${some.map(() => row).join(', ')}${clause}`,
      some.flatMap((each) =>
        columns.map((column) => driver.preparePersistentValue(column.getEntityValue(each), column) ?? null),
      ),
    );
  }
}

const onMysql = (keys: readonly string[], others: readonly string[]): string =>
  ` ON DUPLICATE KEY UPDATE ${(others.length > 0 ? others : keys).map((name) => `${name} = VALUES(${name})`).join(', ')}`;

const onSqlite = (keys: readonly string[], others: readonly string[]): string => {
  const changes = others.map((name) => `${name} = excluded.${name}`).join(', ');
  return ` ON CONFLICT (${keys.join(', ')}) DO ${others.length > 0 ? `UPDATE SET ${changes}` : 'NOTHING'}`;
};
