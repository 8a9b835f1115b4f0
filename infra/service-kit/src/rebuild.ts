import { renameSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { connectMilliseconds, type DatabaseTarget } from './database/database.ts';
import type { EventTransport } from './events/transport.ts';
import type { Rebuildable, RunningService, ServiceDefinition, ServiceOptions } from './service.ts';
import { startService } from './start-service.ts';

/** What was said stays said: readers of the topic know it by its place there. */
const published = ['outbox', 'stream'];

type Query = (sql: string) => Promise<Record<string, unknown>[]>;

/** The service as it runs: how its tables are asked, and how it is ended and begun. */
export interface Live {
  readonly query: Query;
  stop(): Promise<void>;
  start(): Promise<void>;
}

const pollMilliseconds = 200;

/** Where the tables of a rebuild are filled; what lies there already is gone on with. */
export function besideOf(live: DatabaseTarget): DatabaseTarget {
  if (live.kind === 'sqlite') return { kind: 'sqlite', file: `${live.file}.rebuilt` };
  const url = new URL(live.url);
  url.pathname += '_rebuilt';
  return { ...live, url: url.href };
}

/**
 * Reads the topics of a service from their beginning into tables beside those that answer, and puts them in their place
 * once nothing waits. Until then the old ones answer; the service is away for the moment of the change alone. Broken off
 * at any point, it goes on where it was when it is asked again.
 * @throws Error when the service keeps what no event tells, and when an event could not be handled: nothing is changed
 */
export async function rebuildBeside(
  definition: ServiceDefinition,
  options: ServiceOptions,
  live: Live,
  { say, signal }: { readonly say: (line: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const { name, rebuild } = definition;
  if (!rebuild) throw new Error(`${name} keeps what no event tells, and cannot be rebuilt`);
  const beside = besideOf(options.database);
  await prepare(beside);
  let stopped = false;
  try {
    {
      const transport = ofAnotherReader(options.transport);
      await using twin = await startService(definition, { ...options, database: beside, transport });
      say(`${name}: reading the topics into new tables`);
      await caughtUp(twin, rebuild, signal);
      for (const line of await differences(live.query, (sql) => twin.kit.db.read.query(sql), rebuild.sums))
        say(`${name}: ${line}`);
      stopped = true;
      await live.stop();
      await caughtUp(twin, rebuild, signal);
    }
    await replace(options.database, beside, [...published, ...rebuild.keeps]);
  } finally {
    if (stopped) await live.start();
  }
  say(`${name}: the new tables answer`);
}

/** The same topics for a reader with positions of its own. It publishes nothing: what it says is given up for what was said. */
const ofAnotherReader = (transport: EventTransport): EventTransport => ({
  publish: async () => ({ wake() {}, depth: async () => 0, async [Symbol.asyncDispose]() {} }),
  subscribe: (group, ...following) => transport.subscribe(`${group}.rebuilt`, ...following),
  tail: (topicsOf, handle) => transport.tail(topicsOf, handle),
  async [Symbol.asyncDispose]() {},
});

async function caughtUp(twin: RunningService, { isSettled }: Rebuildable, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { backlog, deadLetters } = await twin.status();
    if (deadLetters > 0) throw new Error(`${deadLetters} events could not be handled; the old tables stay`);
    if (Object.values(backlog).every((waiting) => waiting === 0) && (await isSettled(twin.kit))) return;
    await sleep(pollMilliseconds);
  }
}

/** Rows of the sums that one side has and the other has not. */
async function differences(old: Query, renewed: Query, sums: string): Promise<string[]> {
  const rowsOf = async (query: Query) => (await query(sums)).map((row) => Object.values(row).join(' '));
  const [before, after] = [await rowsOf(old), await rowsOf(renewed)];
  return [
    ...before.filter((row) => !after.includes(row)).map((row) => `was ${row}`),
    ...after.filter((row) => !before.includes(row)).map((row) => `is ${row}`),
  ];
}

const databaseOf = ({ pathname }: URL): string => `\`${pathname.slice(1)}\``;

async function prepare(beside: DatabaseTarget): Promise<void> {
  if (beside.kind === 'sqlite') return;
  await administered(beside.url, async (query, own) => {
    const [begun] = await query(
      `SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${own.slice(1, -1)}' AND TABLE_NAME = 'inbox'`,
    );
    if (begun) return;
    // What a change that was broken off after it was done left of it.
    await query(`DROP DATABASE IF EXISTS ${own}`);
    await query(`CREATE DATABASE ${own} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  });
}

async function replace(live: DatabaseTarget, beside: DatabaseTarget, keeps: readonly string[]): Promise<void> {
  if (live.kind === 'sqlite' && beside.kind === 'sqlite') replaceFile(live.file, beside.file, keeps);
  if (live.kind === 'mysql' && beside.kind === 'mysql') await replaceTables(live.url, beside.url, keeps);
}

/** Both are closed, so each is one file, and one takes the other's place or does not. */
function replaceFile(live: string, beside: string, keeps: readonly string[]): void {
  const db = new Sqlite(beside);
  db.prepare('ATTACH ? AS live').run(live);
  db.transaction(() => {
    for (const table of keeps) {
      db.exec(`DELETE FROM main.${table}`);
      db.exec(`INSERT INTO main.${table} SELECT * FROM live.${table}`);
    }
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  renameSync(beside, live);
}

/** One statement, which the server does as a whole or not at all. Views name the tables and stay where they are. */
async function replaceTables(live: string, beside: string, keeps: readonly string[]): Promise<void> {
  await administered(live, async (query, own) => {
    const renewed = databaseOf(new URL(beside));
    const old = `\`${own.slice(1, -1)}_old\``;
    await query(`DROP DATABASE IF EXISTS ${old}`);
    await query(`CREATE DATABASE ${old}`);
    const tables = await query(
      `SELECT TABLE_NAME AS name FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = '${renewed.slice(1, -1)}' AND TABLE_TYPE = 'BASE TABLE'`,
    );
    const moves = tables
      .map(({ name }) => String(name))
      .filter((table) => table !== 'migrations' && !keeps.includes(table))
      .flatMap((table) => [`${own}.${table} TO ${old}.${table}`, `${renewed}.${table} TO ${own}.${table}`]);
    await query(`RENAME TABLE ${moves.join(', ')}`);
    await query(`DROP DATABASE ${renewed}`);
    await query(`DROP DATABASE ${old}`);
  });
}

async function administered(url: string, work: (query: Query, own: string) => Promise<unknown>): Promise<void> {
  const address = new URL(url);
  const own = databaseOf(address);
  address.pathname = '/';
  const connection = await mysql.createConnection({ uri: address.href, connectTimeout: connectMilliseconds });
  try {
    await work(async (sql) => (await connection.query(sql))[0] as Record<string, unknown>[], own);
  } finally {
    await connection.end();
  }
}
