import type { EntityManager } from 'typeorm';

/** Rows of an index that are looked at; enough to tell a rare value from one that most rows have. */
const rowsOfAnIndex = 400;
/** All tables, not only those that this connection has asked (sqlite.org/pragma.html#pragma_optimize). */
const everyTable = 0x10002;

const isSqlite = ({ connection }: EntityManager): boolean => connection.options.type === 'better-sqlite3';

/**
 * SQLite plans by what it was told of its tables, and knows nothing until it is: without, it takes the state of an item
 * for rarer than the few ids that a viewer reaches. MySQL and MariaDB keep count by themselves.
 */
export async function learnStatistics(manager: EntityManager): Promise<void> {
  if (!isSqlite(manager)) return;
  await manager.query(`PRAGMA analysis_limit = ${rowsOfAnIndex}`);
  await manager.query(`PRAGMA optimize = ${everyTable}`);
}

/** What another connection of the file has learned; each reads it once, when it opens. */
export async function readStatistics(manager: EntityManager): Promise<void> {
  if (isSqlite(manager)) await manager.query('ANALYZE sqlite_schema');
}
