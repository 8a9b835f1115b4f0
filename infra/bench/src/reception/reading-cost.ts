import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '@chengqi/service-kit';

interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Tables that grow with the years. */
const growing = ['calls', 'callbacks', 'callers', 'call_notes', 'service_cases'];

/** What a question costs the database: its statements, and how much of the tables that grow they read. */
export interface ReadingCost {
  readonly sql: number;
  /** MariaDB: rows that the statements read from tables and indices. */
  readonly rows?: number;
  /** SQLite: steps of its plans that read all of a table that grows, or sort before they cut off a page. */
  readonly scans?: readonly string[];
}

export async function readingCost(db: Database, work: () => Promise<unknown>): Promise<ReadingCost> {
  const statements = await statementsOf(db, work);
  const reads =
    db.dialect === 'sqlite' ? { scans: await scansOf(db, statements) } : { rows: await rowsOf(db, statements) };
  return { sql: statements.length, ...reads };
}

const listening = new AsyncLocalStorage<Statement[]>();

/** What the work sends, and no timer meanwhile; the least of three runs, because some of it is kept for seconds. */
async function statementsOf(db: Database, work: () => Promise<unknown>): Promise<readonly Statement[]> {
  const { logger } = db.read.dataSource;
  const { logQuery } = logger;
  logger.logQuery = (sql, parameters = []) =>
    void listening.getStore()?.push({ sql, parameters: parameters as unknown[] });
  try {
    const runs: Statement[][] = [[], [], []];
    for (const run of runs) await listening.run(run, work);
    return runs.reduce((least, run) => (run.length < least.length ? run : least));
  } finally {
    logger.logQuery = logQuery;
  }
}

/** Runs them once more, on one connection whose counters begin at nothing. */
async function rowsOf(db: Database, statements: readonly Statement[]): Promise<number> {
  const runner = db.writer.createQueryRunner();
  try {
    await runner.query('FLUSH STATUS');
    for (const { sql, parameters } of statements) await runner.query(sql, [...parameters]);
    const counters: { Value: string }[] = await runner.query(`SHOW SESSION STATUS LIKE 'Handler_read%'`);
    return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
  } finally {
    await runner.release();
  }
}

async function scansOf(db: Database, statements: readonly Statement[]): Promise<string[]> {
  const scans = new Set<string>();
  for (const { sql, parameters } of statements) {
    const tables = [...sql.matchAll(/(?:FROM|JOIN) "?(\w+)"? "?(\w+)"?/g)];
    const large = new Set(tables.filter(([, table = '']) => growing.includes(table)).map(([, , alias]) => alias));
    const plan: { detail: string }[] = await db.read.query(`EXPLAIN QUERY PLAN ${sql}`, [...parameters]);
    const steps = plan.map(({ detail }) => detail).filter((detail) => large.has(/^\w+ (\w+)/.exec(detail)?.[1]));
    const sorts = plan.some(({ detail }) => detail === 'USE TEMP B-TREE FOR ORDER BY');
    const paged = / LIMIT \d+$/.test(sql);
    for (const step of steps) {
      if (paged && sorts) scans.add(`${step}, sorts`);
      else if (!paged && step.startsWith('SCAN')) scans.add(step);
    }
  }
  return [...scans];
}
