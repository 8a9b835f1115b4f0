import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase, systemIds } from '@chengqi/service-kit';
import { createClient, startEmbedded } from '@chengqi/stack';
import { type EngineName, openEngine, playOnce } from './engine.ts';
import { percentile, say, timesOf } from './samples.ts';

const rounds = 60;
const seconds = 4;
const goal = 50;
const day = 86_400_000;
const viewers = { county: 'YX0001', unit: 'YX0026' };

/** How many rows of ten thousand have a subject; what is left over has the last one. */
const subjects = [
  [1, '古树名木保护'],
  [100, '河湖岸线清理'],
  [3000, '安全生产责任落实'],
  [1500, '农田水利设施管护'],
  [1500, '校园周边环境整治'],
  [1500, '政务服务事项下沉'],
  [2399, '城乡供水一体化'],
] as const;

const words = {
  none: '鲸鱼',
  few: '古树',
  some: '河湖',
  many: '安全',
  all: '督办',
  together: '安全 落实 督办',
  long: '安全生产责任落实',
};

const forms = {
  page: 'supervisionItems(where: $where, first: 20) { edges { node { id title } highlights { field } } }',
  total: 'supervisionItems(where: $where, first: 20) { totalCount nodes { id } }',
  counts: 'supervisionItemCounts(by: STATE, where: $where) { state count }',
};

export interface SearchOptions {
  readonly rows: number;
  readonly engines: readonly EngineName[];
}

/** Text search over so many items, each question through the gateway. */
export async function benchSearch({ rows, engines }: SearchOptions): Promise<void> {
  for (const engine of engines) {
    try {
      await searchOn(engine, rows);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
      say({ bench: 'search', engine, skipped: (error as Error).message });
    }
  }
}

async function searchOn(name: EngineName, rows: number): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  try {
    await using engine = await openEngine(name, dataDir, 'search_');
    const office = { dataDir, port: 0, costLimit: 1e9, databaseOf: engine.targetOf };
    await playOnce(office);
    const db = await openDatabase(engine.targetOf('supervision'), { entities: [], migrations: [] });
    try {
      await tellItems(db, rows);
      await using running = await startEmbedded(office);
      say({ bench: 'search', engine: name, rows, built: await untilBuilt(db) });
      await db.writer.query(
        name === 'sqlite' ? 'PRAGMA optimize = 0x10002' : 'ANALYZE TABLE supervision_items, search_term',
      );
      const client = createClient(running.url);
      for (const [who, staffNo] of Object.entries(viewers)) {
        for (const [word, search] of Object.entries(words)) {
          for (const [form, asked] of Object.entries(forms)) {
            const query = `query ($where: SupervisionItemFilter) { ${asked} }`;
            const ask = () => client.as(staffNo).act(query, { where: { search } });
            await ask();
            const before = await engine.rowsRead();
            const answer = await ask();
            const after = await engine.rowsRead();
            const times = await timesOf(ask, rounds, seconds);
            const p95 = percentile(times, 0.95);
            say({
              ...{ bench: 'search', engine: name, rows, who, word, form, p50: percentile(times, 0.5), p95 },
              ...{ read: before === null || after === null ? null : after - before, hits: hitsOf(answer) },
              ...(form !== 'counts' && p95 > goal && { missed: true }),
            });
          }
        }
      }
    } finally {
      await db.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Items like one that is there, of all units in turn over two years, with titles of their own and without words. */
async function tellItems(db: Database, rows: number): Promise<void> {
  if (db.dialect === 'sqlite') await db.writer.query('PRAGMA synchronous = OFF');
  const [item] = await db.read.query<Record<string, unknown>[]>('SELECT * FROM supervision_items LIMIT 1');
  if (!item) throw new Error('the story has no item');
  const orgs = await db.read.query<{ id: string }[]>('SELECT id FROM org_replica ORDER BY code');
  const states = ['PROPOSED', 'REGISTERED', 'IN_PROGRESS', 'COMPLETED', 'STRUCK_OFF'];
  const columns = Object.keys(item);
  const row = `(${columns.map(() => '?').join(', ')})`;
  const start = Date.now() - 730 * day;
  for (let from = 0; from < rows; from += 500) {
    const values = Array.from({ length: Math.min(500, rows - from) }, (_, at) => {
      const number = from + at;
      const told: Record<string, unknown> = {
        ...item,
        ...{
          id: systemIds.next('sup'),
          code: `督〔2026〕${number + 10_000}号`,
          title: titleOf(number),
          open_key: null,
        },
        ...{ owner_org_id: orgs[number % orgs.length]?.id, status: states[number % states.length], source_id: null },
        ...{
          secrecy_level: 'INTERNAL',
          source_type: null,
          source_code: null,
          merged_into_id: null,
          light_next_at: null,
        },
        created_at: momentOf(db, new Date(start + Math.floor((number / rows) * 730 * day))),
      };
      return columns.map((column) => told[column] ?? null);
    });
    const places = values.map(() => row).join(', ');
    await db.writer.query(`INSERT INTO supervision_items (${columns.join(', ')}) VALUES ${places}`, values.flat());
  }
  await db.writer.query('DELETE FROM search_term');
  await db.writer.query('DELETE FROM search_progress');
}

function titleOf(number: number): string {
  let left = (number * 7919) % 10_000;
  for (const [share, subject] of subjects) {
    if (left < share) return `关于${subject}情况的督办事项第${number}号`;
    left -= share;
  }
  return `督办事项第${number}号`;
}

const momentOf = ({ dialect }: Database, at: Date): Date | string =>
  dialect === 'mysql' ? at : at.toISOString().replace('T', ' ').slice(0, 23);

async function untilBuilt(db: Database): Promise<{ readonly seconds: number; readonly terms: number }> {
  const started = performance.now();
  for (;;) {
    const [progress] = await db.read.query<{ done: number }[]>(
      `SELECT done FROM search_progress WHERE kind = 'supervision_items'`,
    );
    if (progress?.done) break;
    await sleep(250);
  }
  const [counted] = await db.read.query<{ n: number | string }[]>('SELECT COUNT(*) AS n FROM search_term');
  return { seconds: Math.round((performance.now() - started) / 1000), terms: Number(counted?.n ?? 0) };
}

/** What the answer says of how many there are: of a page its length. */
function hitsOf(answer: Record<string, { totalCount?: number; edges?: unknown[] } | { count: number }[]>): number {
  const [found] = Object.values(answer);
  if (Array.isArray(found)) return found.reduce((sum, { count }) => sum + count, 0);
  return found?.totalCount ?? found?.edges?.length ?? 0;
}
