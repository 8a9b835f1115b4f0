import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cell, Cut, Slice } from '@chengqi/analytics/measuring/cut.repository';
import { measureFacts } from '@chengqi/analytics/measuring/measure.repository';
import { measureDays } from '@chengqi/analytics/measuring/rollup.repository';
import { countSomeDays } from '@chengqi/analytics/measuring/rollup-counting.timers';
import { metricNamed } from '@chengqi/analytics/metrics/catalogue';
import { createWorkingCalendar } from '@chengqi/office-kernel';
import type { EntityManager } from 'typeorm';
import { type Engine, openDuckdb, openMariadb, openSqlite, writeRows } from './facts/engines.ts';
import { firstMoment, type GeneratedTable, generatedDays, generatedTables } from './facts/generated-facts.ts';
import { percentile, say, timesOf } from './samples.ts';

const day = 86_400_000;
const end = firstMoment + generatedDays * day;
const calendar = createWorkingCalendar('Asia/Shanghai', () => undefined);

interface Question {
  readonly name: string;
  readonly metric: string;
  readonly by: Cut['by'];
  readonly slices: readonly Slice[];
}

/** Neighbouring periods of so many days, the last of them ending so many days before the end of all. */
const periods = (count: number, days: number, before = 0): Slice[] =>
  Array.from({ length: count }, (_, period) => {
    const from = end - (before + (count - period) * days) * day;
    return { period, from, to: from + days * day };
  });

const questions: readonly Question[] = [
  { name: 'month by org', metric: 'call.total', by: ['ORG'], slices: periods(1, 30, 30) },
  { name: 'weeks of a year', metric: 'call.connectRate', by: [], slices: periods(52, 7, 7) },
  { name: 'p90 of hazard days by org', metric: 'haz.days.p90', by: ['ORG'], slices: periods(1, 365) },
];

type Source = 'facts' | 'rollups';
type Asking = (manager: EntityManager, question: Question) => Promise<Cell[]>;

const cutOf = ({ by }: Question): Cut => ({ orgs: null, unowned: true, by, only: {}, asOf: end, registerBy: end });

const asking: Record<Source, Asking> = {
  facts: (manager, question) =>
    measureFacts(manager, metricNamed(question.metric).measure, cutOf(question), question.slices),
  rollups: (manager, question) => {
    const metric = metricNamed(question.metric);
    if (metric.measure.of !== 'tally') throw new TypeError(`${question.metric} has no days counted ahead`);
    return measureDays(manager, metric, metric.measure, cutOf(question), question.slices, calendar);
  },
};

/** Rows in no particular order; sums of doubles may differ in their last digits. */
const textOf = (cells: readonly Cell[]): string =>
  cells
    .map(({ period, dims, value }) => [period, ...dims, value?.toPrecision(12)].join(' '))
    .sort()
    .join('\n');

interface Sizes {
  readonly facts: number;
  readonly rounds: number;
  readonly seconds: number;
}

/** Loads the same facts everywhere; the days are counted by the service itself, and copied where it does not run. */
async function load(engine: Engine, tables: readonly GeneratedTable[], folder: string): Promise<void> {
  const started = performance.now();
  for (const table of tables) await engine.load(table, join(folder, `${table.name}.tsv`));
  const seconds = (performance.now() - started) / 1000;
  say({ bench: 'metrics', engine: engine.name, step: 'load', seconds: Math.round(seconds * 10) / 10 });
}

const rollupColumns: GeneratedTable['columns'] = {
  metric: 'VARCHAR',
  day: 'VARCHAR',
  org_id: 'VARCHAR',
  category: 'VARCHAR',
  level: 'VARCHAR',
  channel: 'VARCHAR',
  numerator: 'DOUBLE',
  denominator: 'DOUBLE',
  last_at: 'BIGINT',
};

/** Counts all days as the timer of the service would. */
async function countDays({ name, db }: Engine): Promise<void> {
  if (!db) return;
  const days = Array.from({ length: generatedDays }, (_, index) => calendar.dayOf(new Date(firstMoment + index * day)));
  await db.writer.query(
    `INSERT INTO stale_day (clock, day) VALUES ${days.map(() => `('call_fact.ring_at', ?)`).join(', ')}`,
    days,
  );
  const started = performance.now();
  while ((await db.write((manager) => countSomeDays(manager, calendar, new Date(end)))) > 0);
  const seconds = (performance.now() - started) / 1000;
  say({
    bench: 'metrics',
    engine: name,
    step: 'count days',
    days: days.length,
    seconds: Math.round(seconds * 10) / 10,
  });
}

async function copyDays(from: Engine, to: Engine, folder: string): Promise<void> {
  const rows = await from.manager.query<Record<string, string | number>[]>('SELECT * FROM rollup_day');
  const columns = Object.keys(rollupColumns);
  const lines = rows.map((row) => columns.map((column) => row[column] ?? null));
  const table = { name: 'rollup_day', columns: rollupColumns, rows: () => lines };
  await to.load(table, writeRows(folder, table));
}

/** All questions on all engines; whoever answers otherwise than the first ends the run. */
async function measure(engines: readonly Engine[], { rounds, seconds }: Sizes): Promise<void> {
  for (const question of questions) {
    const sources: readonly Source[] =
      metricNamed(question.metric).measure.of === 'tally' ? ['facts', 'rollups'] : ['facts'];
    const answers = new Set<string>();
    const medians = new Map<string, number>();
    for (const source of sources) {
      for (const { name, manager } of engines) {
        const ask = () => asking[source](manager, question);
        answers.add(textOf(await ask()));
        const times = await timesOf(ask, rounds, seconds);
        const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
        medians.set(`${name} ${source}`, p50);
        say({ bench: 'metrics', question: question.name, source, engine: name, rounds: times.length, p50, p95 });
      }
    }
    if (answers.size > 1) throw new Error(`the engines answer ${question.name} differently`);
    const base = medians.get('sqlite facts') ?? 1;
    const ratios = Object.fromEntries([...medians].map(([key, p50]) => [key, Number((p50 / base).toPrecision(3))]));
    say({ bench: 'metrics', question: question.name, ratioToSqliteFacts: ratios });
  }
}

/** Five million facts on three engines, asked the same by the catalogue's own SQL, without GraphQL; `--quick`: 100 000. */
export async function benchMetrics({ quick }: { readonly quick: boolean }): Promise<void> {
  const sizes: Sizes = quick
    ? { facts: 100_000, rounds: 10, seconds: 2 }
    : { facts: 5_000_000, rounds: 50, seconds: 15 };
  const folder = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  await using resources = new AsyncDisposableStack();
  resources.defer(() => rmSync(folder, { recursive: true, force: true }));
  const tables = generatedTables(sizes.facts);
  for (const table of tables) writeRows(folder, table);
  const sqlite = resources.use(await openSqlite(folder));
  const duckdb = resources.use(await openDuckdb(folder));
  const mariadb = await openMariadb().catch((error: Error) => {
    say({ bench: 'metrics', engine: 'mariadb', skipped: error.message });
    return null;
  });
  const engines = [sqlite, ...(mariadb ? [resources.use(mariadb)] : []), duckdb];
  for (const engine of engines) {
    await load(engine, tables, folder);
    await countDays(engine);
  }
  await copyDays(sqlite, duckdb, folder);
  for (const engine of engines) {
    say({ bench: 'metrics', engine: engine.name, facts: sizes.facts, megabytes: await engine.megabytes() });
  }
  await measure(engines, sizes);
}
