import { AsyncLocalStorage } from 'node:async_hooks';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { DataSource, type DataSourceOptions, type EntityManager, type Logger } from 'typeorm';
import { inSpan } from '../tracing/spans.ts';
import { traceStatements } from '../tracing/sql-spans.ts';
import { type AnyEntity, forMysql } from './columns.ts';
import { isConcurrencyFailure } from './errors.ts';
import { whileNobodyElseMigrates } from './migration-lock.ts';
import { type MigrationClass, migrationsIn } from './migrations.ts';
import { learnStatistics } from './statistics.ts';

export type DatabaseTarget = { kind: 'mysql'; url: string; poolSize?: number } | { kind: 'sqlite'; file: string };
export type Dialect = DatabaseTarget['kind'];
export interface Mapping {
  readonly entities: readonly AnyEntity[];
  /** Classes, and folders of files that export one each. */
  readonly migrations: readonly (MigrationClass | URL)[];
}

interface Unit {
  readonly manager: EntityManager;
  readonly afterCommit: (() => void)[];
}

const attempts = 8;
/** A busy server is waited for: whoever asks has a limit of their own, and a refused connection is an error at once. */
export const connectMilliseconds = 60_000;

/**
 * All writing goes through `write`. TypeORM's SQLite driver has one connection, on which a second concurrent
 * transaction silently becomes a savepoint of the first and committed rows get lost; so there writers queue first in,
 * first out, and readers use a second, read-only connection that never sees uncommitted rows.
 */
export class Database {
  readonly dialect: Dialect;
  readonly writer: DataSource;
  readonly #reader: DataSource;
  readonly #unit = new AsyncLocalStorage<Unit>();
  readonly #statements: { count: number };
  #tail: Promise<unknown> = Promise.resolve();

  constructor(writer: DataSource, reader: DataSource, statements: { count: number }) {
    this.writer = writer;
    this.#reader = reader;
    this.#statements = statements;
    this.dialect = writer.options.type === 'mysql' ? 'mysql' : 'sqlite';
  }

  /** Reads; inside a transaction it sees that transaction's own writes. */
  get read(): EntityManager {
    return this.#unit.getStore()?.manager ?? this.#reader.manager;
  }

  /** SQL statements sent so far, by whomever. */
  get statementCount(): number {
    return this.#statements.count;
  }

  /** One transaction; inside another it joins it. Deadlocks and lost races run again from the start, at most eight times. */
  async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const open = this.#unit.getStore();
    if (open) return work(open.manager);
    return inSpan('transaction', {}, async (span) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.#queued(() => this.#transact(work));
        } catch (error) {
          if (attempt === attempts || !isConcurrencyFailure(error)) throw error;
          span?.setAttribute('chengqi.attempts', attempt + 1);
          await sleep(Math.random() * 10 * 2 ** attempt);
        }
      }
    });
  }

  /** Runs after the open transaction has committed, never after a rollback; at once when none is open. */
  afterCommit(callback: () => void): void {
    const open = this.#unit.getStore();
    if (open) open.afterCommit.push(callback);
    else callback();
  }

  async close(): Promise<void> {
    await this.#tail;
    if (this.#reader !== this.writer) await this.#reader.destroy();
    await this.writer.destroy();
  }

  async #transact<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const afterCommit: (() => void)[] = [];
    const run = (manager: EntityManager) => this.#unit.run({ manager, afterCommit }, () => work(manager));
    const result =
      this.dialect === 'mysql'
        ? await this.writer.transaction('READ COMMITTED', run)
        : await this.writer.transaction(run);
    for (const callback of afterCommit) callback();
    return result;
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    if (this.dialect === 'mysql') return work();
    const result = this.#tail.then(work, work);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}

/**
 * Opens the database and brings its tables up to date; the caller closes it. Several processes may open one MySQL
 * database at once: they migrate in turn. A SQLite file has one process, which whoever chose the file must see to.
 * @throws Error when another process does not come to the end of its migrations
 */
export async function openDatabase(target: DatabaseTarget, mapping: Mapping): Promise<Database> {
  const statements = { count: 0 };
  const classes = await Promise.all(
    mapping.migrations.map((each) => (each instanceof URL ? migrationsIn(each) : [each])),
  );
  if (target.kind === 'sqlite') keepPrivate(target.file);
  const options = (readonly: boolean) => optionsOf(target, mapping.entities, classes.flat(), statements, readonly);
  const writer = await traceStatements(new DataSource(options(false))).initialize();
  try {
    const migrate = () => writer.runMigrations({ transaction: 'each' });
    await (target.kind === 'mysql' ? whileNobodyElseMigrates(target.url, migrate) : migrate());
    await learnStatistics(writer.manager);
  } catch (error) {
    await writer.destroy();
    throw error;
  }
  const reader = target.kind === 'mysql' ? writer : await traceStatements(new DataSource(options(true))).initialize();
  return new Database(writer, reader, statements);
}

/** For the owner of the process alone; the files that SQLite lays beside it are made like it. */
function keepPrivate(file: string): void {
  if (file === ':memory:') return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function optionsOf(
  target: DatabaseTarget,
  entities: Mapping['entities'],
  migrations: MigrationClass[],
  statements: { count: number },
  readonly: boolean,
): DataSourceOptions {
  const common = {
    migrations,
    synchronize: false,
    logging: ['query' as const],
    logger: counter(statements),
  };
  if (target.kind === 'mysql') {
    return {
      ...common,
      type: 'mysql',
      url: target.url,
      entities: entities.map(forMysql),
      charset: 'utf8mb4_bin',
      timezone: 'Z',
      supportBigNumbers: true,
      bigNumberStrings: true,
      poolSize: target.poolSize ?? 10,
      connectTimeout: connectMilliseconds,
    };
  }
  return {
    ...common,
    type: 'better-sqlite3',
    driver: Sqlite,
    database: target.file,
    entities: [...entities],
    enableWAL: !readonly,
    readonly,
    statementCacheSize: 200,
    prepareDatabase: (db: { pragma(source: string): unknown }) => {
      db.pragma(readonly ? 'query_only = true' : 'synchronous = FULL');
    },
  };
}

/** Counts for whoever waits for the work, and nothing that timers or relays send meanwhile. */
const counting = new AsyncLocalStorage<{ count: number }>();

/** SQL statements that the work sends, by itself and by all it awaits, on any database of this process. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const own = { count: 0 };
  await counting.run(own, work);
  return own.count;
}

const counter = (statements: { count: number }): Logger => ({
  logQuery: () => {
    statements.count += 1;
    const own = counting.getStore();
    if (own) own.count += 1;
  },
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
});
