import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOperations } from '@chengqi/schemas';
import { metrics } from '@chengqi/service-kit';
import { createClient, loadDemo, type Performance, playClosedLoop, startEmbedded, startFull } from '@chengqi/stack';

const rounds = 200;
const warmUp = 20;
const query = loadOperations('office').ClosedLoop ?? '';

const percentile = (sorted: readonly number[], share: number) =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;

/** Milliseconds of the flagship query, one after the other, through HTTP. */
async function measure(url: string, { meetingId, reader }: Performance): Promise<{ p50: number; p95: number }> {
  const desk = createClient(url).as(reader);
  const times: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const started = performance.now();
    await desk.act(query, { meeting: meetingId });
    if (round >= warmUp) times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

async function subgraphCalls(): Promise<number> {
  const { values } = await metrics.operations.get();
  return values.filter(({ metricName }) => metricName?.endsWith('_count')).reduce((sum, { value }) => sum + value, 0);
}

/** The loop is played once, without its lines, and its people are kept. */
async function playQuietly(url: string): Promise<Performance> {
  const print = console.log;
  console.log = () => {};
  try {
    await loadDemo(url);
    return await playClosedLoop(url, { run: 'bench' });
  } finally {
    console.log = print;
  }
}

async function embedded(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  try {
    await using office = await startEmbedded({ dataDir, port: 0 });
    const played = await playQuietly(office.url);
    await createClient(office.url).settled();
    const desk = createClient(office.url).as(played.reader);
    const sql = () => [...office.services.values()].reduce((sum, { kit }) => sum + kit.db.statementCount, 0);
    await desk.act(query, { meeting: played.meetingId });
    const before = { sql: sql(), calls: await subgraphCalls() };
    await desk.act(query, { meeting: played.meetingId });
    const cost = { sqlStatements: sql() - before.sql, subgraphCalls: (await subgraphCalls()) - before.calls };
    console.log(
      JSON.stringify({ bench: 'closed-loop', mode: 'embedded', ...cost, ...(await measure(office.url, played)) }),
    );
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function full(): Promise<void> {
  const started = await startFull({ prefix: 'bench_' }).catch((error: Error) => {
    console.log(JSON.stringify({ bench: 'closed-loop', mode: 'full', skipped: error.message }));
    return null;
  });
  if (!started) return;
  await using office = started;
  const played = await playQuietly(office.url);
  console.log(JSON.stringify({ bench: 'closed-loop', mode: 'full', ...(await measure(office.url, played)) }));
}

/** The flagship query embedded and, when the servers are up, on six processes. */
export async function benchClosedLoop(): Promise<void> {
  await embedded();
  await full();
}
