import { closeSync, createReadStream, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { analytics } from '@chengqi/analytics';
import { type Database, type DatabaseTarget, kitEntities, kitMigrations, openDatabase } from '@chengqi/service-kit';
import { createDatabases, serverAddresses } from '@chengqi/stack';
import { DuckDBInstance } from '@duckdb/node-api';
import mysql from 'mysql2/promise';
import type { EntityManager } from 'typeorm';
import type { GeneratedTable, Row } from './generated-facts.ts';

/** One engine with the tables of analytics. */
export interface Engine extends AsyncDisposable {
  readonly name: 'sqlite' | 'mariadb' | 'duckdb';
  /** Runs the SQL of the catalogue. */
  readonly manager: EntityManager;
  /** The transactions of the service; null where it could not run. */
  readonly db: Database | null;
  load(table: GeneratedTable, file: string): Promise<void>;
  megabytes(): Promise<number>;
}

/** Tab-separated, `\N` for nothing: what both MariaDB and DuckDB read. */
export function writeRows(folder: string, { name, rows }: Pick<GeneratedTable, 'name' | 'rows'>): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.tsv`);
  const handle = openSync(file, 'w');
  let lines: string[] = [];
  const flush = () => {
    writeSync(handle, lines.join(''));
    lines = [];
  };
  for (const row of rows()) {
    lines.push(`${row.map((cell) => cell ?? '\\N').join('\t')}\n`);
    if (lines.length === 10_000) flush();
  }
  flush();
  closeSync(handle);
  return file;
}

const openTables = (target: DatabaseTarget): Promise<Database> =>
  openDatabase(target, {
    entities: [...kitEntities, ...analytics.entities],
    migrations: [...kitMigrations, ...analytics.migrations],
  });

const rounded = (bytes: number): number => Math.round(bytes / 1_048_576);

/** The embedded office's engine. */
export async function openSqlite(folder: string): Promise<Engine> {
  const file = join(folder, 'facts.sqlite');
  const db = await openTables({ kind: 'sqlite', file });
  return {
    name: 'sqlite',
    manager: db.read,
    db,
    async load({ name, columns, rows }) {
      const places = Object.keys(columns).map(() => '?');
      const { databaseConnection: raw } = db.writer.driver as unknown as { databaseConnection: RawSqlite };
      const insert = raw.prepare(
        `INSERT INTO ${name} (${Object.keys(columns).join(', ')}) VALUES (${places.join(', ')})`,
      );
      raw.exec('BEGIN');
      for (const row of rows()) insert.run(row);
      raw.exec('COMMIT');
      await db.writer.query('PRAGMA wal_checkpoint(TRUNCATE)');
      await db.writer.query('ANALYZE');
    },
    megabytes: async () => rounded(statSync(file).size),
    [Symbol.asyncDispose]: () => db.close(),
  };
}

interface RawSqlite {
  prepare(sql: string): { run(row: Row): unknown };
  exec(sql: string): unknown;
}

const prefix = 'facts_';

/** The full mode's engine, in a database of its own. */
export async function openMariadb(): Promise<Engine> {
  await createDatabases(prefix, ['analytics']);
  const url = serverAddresses().mysqlUrlOf('analytics', prefix);
  const db = await openTables({ kind: 'mysql', url });
  return {
    name: 'mariadb',
    manager: db.read,
    db,
    async load({ name, columns }, file) {
      await loadLocal(url, file, `${name} (${Object.keys(columns).join(', ')})`);
      await db.writer.query(`ANALYZE TABLE ${name}`);
    },
    async megabytes() {
      const [row] = await db.writer.query<{ bytes: string }[]>(
        'SELECT SUM(data_length + index_length) AS bytes FROM information_schema.tables WHERE table_schema = DATABASE()',
      );
      return rounded(Number(row?.bytes));
    },
    async [Symbol.asyncDispose]() {
      await db.writer.query('DROP DATABASE IF EXISTS `facts_chengqi_analytics`').catch(() => undefined);
      await db.close();
    },
  };
}

async function loadLocal(url: string, file: string, table: string): Promise<void> {
  const connection = await mysql.createConnection({ uri: url });
  try {
    const sql = `LOAD DATA LOCAL INFILE '${file}' INTO TABLE ${table}`;
    await connection.query({ sql, infileStreamFactory: () => createReadStream(file) });
  } finally {
    await connection.end();
  }
}

/** A column store beside the office, with the days that SQLite counted. */
export async function openDuckdb(folder: string): Promise<Engine> {
  const file = join(folder, 'facts.duckdb');
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const driver = { escapeQueryWithParameters: positional };
  const query = async (sql: string, parameters: readonly unknown[] = []) => {
    const values = parameters.map((value) => (Number.isInteger(value) ? BigInt(value as number) : value));
    return (await connection.runAndReadAll(sql, values as never)).getRowObjectsJS();
  };
  await connection.run('CREATE TABLE stale_day (clock VARCHAR, day VARCHAR)');
  return {
    name: 'duckdb',
    manager: { dataSource: { driver }, query } as unknown as EntityManager,
    db: null,
    async load({ name, columns }, tsv) {
      const typed = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
      await connection.run(`CREATE TABLE ${name} (${typed.join(', ')})`);
      await connection.run(`COPY ${name} FROM '${tsv}' (DELIMITER '\\t', NULLSTR '\\N', HEADER false)`);
      await connection.run('CHECKPOINT');
    },
    megabytes: async () => rounded(statSync(file).size),
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Named parameters as question marks, lists spread. */
function positional(sql: string, named: Record<string, unknown>): [string, unknown[]] {
  const values: unknown[] = [];
  const text = sql.replace(/:(?:\.\.\.)?([A-Za-z]\w*)/g, (_, name: string) => {
    const given = Array.isArray(named[name]) ? named[name] : [named[name]];
    values.push(...given);
    return given.map(() => '?').join(', ');
  });
  return [text, values];
}
