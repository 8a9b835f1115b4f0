import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTracing } from '@chengqi/service-kit';
import { loadDemo } from '../demo/load-demo.ts';
import { startEmbedded } from '../embedded.ts';
import { startFull } from '../full.ts';
import { stackTraces } from '../trace/folders.ts';
import { playUnderKills } from './kill.ts';
import { playClosedLoop } from './play.ts';

const usage = `Usage: npm run closed-loop [-- --full | --kill N | --url URL [--resolution CODE]]
  (nothing)             a fresh embedded office of its own
  --full                own processes on the MariaDB and Kafka of "npm run stack -- up"
  --kill N              a fresh embedded office that is killed N times on the way
  --url URL             a running office; with --resolution CODE it goes on from that imported resolution`;

const run = randomBytes(6).toString('hex');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean' },
      kill: { type: 'string' },
      url: { type: 'string' },
      resolution: { type: 'string' },
    },
  });
  if (values.resolution && !values.url) throw new Error(`--resolution needs --url\n${usage}`);
  const kills = values.kill === undefined ? null : numberOf(values.kill);
  const started = performance.now();
  await using tracing = await startTracing({ name: 'closed-loop', folder: stackTraces });
  if (values.url) await playClosedLoop(values.url, { run, resolution: values.resolution });
  else if (values.full) await onServers();
  else if (kills !== null) await playUnderKills(kills, run);
  else await embedded();
  void tracing;
  console.log(`\nThe loop is closed (${((performance.now() - started) / 1000).toFixed(1)} s).`);
}

function numberOf(text: string): number {
  const kills = Number(text);
  if (!Number.isInteger(kills) || kills < 1 || kills > 1000)
    throw new Error(`--kill takes a number from 1 to 1000\n${usage}`);
  return kills;
}

async function embedded(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-loop-'));
  try {
    await using office = await startEmbedded({ dataDir, port: 0 });
    await loadDemo(office.url);
    await playClosedLoop(office.url, { run });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function onServers(): Promise<void> {
  console.log('starting eight processes on MariaDB and Kafka …');
  const prefix = `loop-${run.slice(0, 6)}-`.replaceAll('-', '_');
  await using office = await startFull({ prefix, tracesFolder: stackTraces });
  await loadDemo(office.url);
  await playClosedLoop(office.url, { run });
}

try {
  await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
