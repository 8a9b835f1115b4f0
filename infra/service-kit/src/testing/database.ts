import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { connectMilliseconds, type Database, type DatabaseTarget, type Dialect } from '../database/database.ts';

/** The engines that `infra/tools/test.mjs` runs on; MySQL needs a `MYSQL_URL` whose account may create databases. */
export const testDialects = (): Dialect[] => (process.env.TEST_ENGINES ?? 'sqlite').split(',') as Dialect[];

export type TestDatabase = AsyncDisposable & { readonly target: DatabaseTarget };

/** An empty database of its own, removed on disposal. */
export async function createTestDatabase(dialect: Dialect): Promise<TestDatabase> {
  if (dialect === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'chengqi-'));
    return {
      target: { kind: 'sqlite', file: join(folder, 'test.sqlite') },
      [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(process.env.MYSQL_URL ?? '');
  await administer(url, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return {
    target: { kind: 'mysql', url: own.href },
    [Symbol.asyncDispose]: () => administer(url, `DROP DATABASE ${name}`),
  };
}

async function administer(url: URL, sql: string): Promise<void> {
  const connection = await mysql.createConnection({ uri: url.href, connectTimeout: connectMilliseconds });
  try {
    await connection.query(sql);
  } finally {
    await connection.end();
  }
}

/**
 * The statements that would bring the tables to the entities; none when the migrations are complete. MariaDB writes
 * a missing default as the text NULL, which TypeORM understands only under MariaDB's own name.
 */
export async function schemaDrift(db: Database): Promise<string[]> {
  const { options } = db.writer;
  const [row] =
    db.dialect === 'mysql' ? await db.writer.query<{ version: string }[]>('SELECT VERSION() AS version') : [];
  const mariadb = row?.version.includes('MariaDB') ?? false;
  const source = mariadb
    ? await new DataSource({ ...options, type: 'mariadb' } as DataSourceOptions).initialize()
    : db.writer;
  try {
    return (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  } finally {
    if (mariadb) await source.destroy();
  }
}
