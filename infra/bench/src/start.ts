import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts, startFull } from '@chengqi/stack';
import { residentMegabytes, spawnOffice } from './office.ts';

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Process start to ready, embedded: the first start seeds the demo, later ones find it. */
async function timeStart(dataDir: string): Promise<{ milliseconds: number; megabytes: number }> {
  const [port = 0] = await freePorts(1);
  const started = performance.now();
  const child = spawnOffice(dataDir, port);
  const output = child.stdout[Symbol.asyncIterator]();
  for (let seen = ''; !seen.includes('ready http'); ) {
    const { value, done } = await output.next();
    if (done) throw new Error(`the office ended before it was ready:\n${seen}`);
    seen += String(value);
  }
  const milliseconds = Math.round(performance.now() - started);
  const megabytes = residentMegabytes(child.pid ?? 0);
  const exited = once(child, 'exit');
  child.stdout.resume();
  child.kill('SIGTERM');
  await exited;
  return { milliseconds, megabytes };
}

/** Start times and resident memory, embedded; in the full mode memory by process when the servers are up. */
export async function benchStart(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  try {
    console.log(JSON.stringify({ bench: 'start', mode: 'embedded', start: 'first', ...(await timeStart(dataDir)) }));
    for (let n = 2; n <= 6; n += 1)
      console.log(JSON.stringify({ bench: 'start', mode: 'embedded', start: n, ...(await timeStart(dataDir)) }));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  const started = performance.now();
  const full = await startFull({ prefix: 'bench_' }).catch((error: Error) => {
    console.log(JSON.stringify({ bench: 'start', mode: 'full', skipped: error.message }));
    return null;
  });
  if (!full) return;
  await using office = full;
  const milliseconds = Math.round(performance.now() - started);
  await sleep(1000);
  console.log(JSON.stringify({ bench: 'start', mode: 'full', milliseconds, ready: await isReady(office.url) }));
  for (const [name, { pid }] of office.processes)
    console.log(JSON.stringify({ bench: 'start', mode: 'full', process: name, megabytes: residentMegabytes(pid) }));
}
