import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { type Dialect, openDatabase } from '../database/database.ts';
import { type Migrated, mappingOf } from '../start-service.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/**
 * A database of its own with all that the migrations of a service make. They run once for all suites of a run of tests,
 * which begin with a copy: migrating took most suites longer than their tests.
 */
export async function createMigratedDatabase(dialect: Dialect, service: Migrated): Promise<TestDatabase> {
  const run = process.env.TEST_RUN_DIR;
  const database = await createTestDatabase(dialect);
  if (run === undefined) return database;
  try {
    const { target } = database;
    if (target.kind === 'sqlite') copyFileSync(await templateFile(run, service), target.file);
    else await copyTables(run, service, new URL(target.url));
    return database;
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

/** Templates on the MySQL server, which outlive the processes that made them. */
export async function removeTemplates(run: string, url: string): Promise<void> {
  const connection = await mysql.createConnection({ uri: url });
  try {
    const [rows] = await connection.query<mysql.RowDataPacket[]>(
      'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ?',
      [`${prefixOf(run)}%`],
    );
    for (const { name } of rows) await connection.query('DROP DATABASE ??', [name]);
  } finally {
    await connection.end();
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);
const prefixOf = (run: string): string => `run_${digest(run)}_`;

/** The same migrations in the same text; those of two suites may have the same names. */
const keyOf = ({ migrations }: Migrated): string =>
  digest(migrations.map((each) => (each instanceof URL ? each.href : String(each))).join('\n'));

/** Suites of two workers may make it at once: each makes its own, and the last one stays. */
async function templateFile(run: string, service: Migrated): Promise<string> {
  const template = join(run, `${keyOf(service)}.sqlite`);
  if (existsSync(template)) return template;
  const made = `${template}.${randomBytes(6).toString('hex')}`;
  const db = await openDatabase({ kind: 'sqlite', file: made }, mappingOf(service));
  await db.close();
  renameSync(made, template);
  return template;
}

async function copyTables(run: string, service: Migrated, own: URL): Promise<void> {
  const [template, copy] = [`${prefixOf(run)}${keyOf(service)}`, own.pathname.slice(1)];
  const server = new URL(own);
  server.pathname = '/';
  const connection = await mysql.createConnection({ uri: server.href, multipleStatements: true });
  try {
    await makeTemplate(connection, run, template, service, own);
    const [tables] = await connection.query<mysql.RowDataPacket[]>(
      'SELECT table_name AS name, table_type AS type FROM information_schema.tables WHERE table_schema = ?',
      [template],
    );
    const quoted = (schema: string, name: string) => mysql.format('??.??', [schema, name]);
    const statements = tables
      .filter(({ type }) => type === 'BASE TABLE')
      .flatMap(({ name }) => [
        `CREATE TABLE ${quoted(copy, name)} LIKE ${quoted(template, name)}`,
        `INSERT INTO ${quoted(copy, name)} SELECT * FROM ${quoted(template, name)}`,
      ]);
    for (const { name } of tables.filter(({ type }) => type === 'VIEW')) {
      const [[view]] = await connection.query<mysql.RowDataPacket[]>(`SHOW CREATE VIEW ${quoted(template, name)}`);
      statements.push(String(view?.['Create View']).replaceAll(`\`${template}\`.`, `\`${copy}\`.`));
    }
    await connection.query(statements.join(';\n'));
  } finally {
    await connection.end();
  }
}

/** Workers that come at once migrate in turn, and all but the first find it done; a file of the run says that it is whole. */
async function makeTemplate(
  connection: mysql.Connection,
  run: string,
  template: string,
  service: Migrated,
  own: URL,
): Promise<void> {
  const whole = join(run, template);
  if (existsSync(whole)) return;
  await connection.query('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', [template]);
  const url = new URL(own);
  url.pathname = `/${template}`;
  const db = await openDatabase({ kind: 'mysql', url: url.href }, mappingOf(service));
  await db.close();
  writeFileSync(whole, '');
}
