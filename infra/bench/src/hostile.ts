import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createClient, freePorts } from '@chengqi/stack';
import { type HostileCase, hostileCases } from './hostile/cases.ts';
import { residentMegabytes, spawnOffice } from './office.ts';
import { percentile, say } from './samples.ts';

const goal = { milliseconds: 100, megabytes: 600 };

/**
 * Sends each hostile request with and without a token, and beside it a small query of somebody else: a line for each
 * that took longer than a tenth of a second, was answered with data or a fault, or made the other wait; at the end the
 * memory.
 */
export async function benchHostile(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  const [port = 0] = await freePorts(1);
  const child = spawnOffice(dataDir, port);
  const exited = once(child, 'exit');
  try {
    await readyOf(child.stdout);
    child.stdout.resume();
    await attack(`http://127.0.0.1:${port}`, child.pid ?? 0);
  } finally {
    child.kill('SIGTERM');
    await exited;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function readyOf(stdout: Readable): Promise<void> {
  let seen = '';
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    seen += String(chunk);
    if (seen.includes('fortnight of 云溪县 loaded')) return;
  }
  throw new Error(`the office ended before it was ready:\n${seen}`);
}

interface Blow {
  readonly status: number;
  readonly milliseconds: number;
  readonly besides: number;
  readonly answered: boolean;
}

async function attack(url: string, pid: number): Promise<void> {
  const client = createClient(url);
  const token = await client.token('YX0013');
  const small = () => client.as('YX0001').ask('{ viewer { person { name } } }');
  for (let round = 0; round < 50; round += 1) await small();
  const before = residentMegabytes(pid);
  const blows: Blow[] = [];
  for (const bearer of [null, token]) {
    for (const hostile of hostileCases) {
      const blow = await strike(url, hostile, bearer, small);
      blows.push(blow);
      const isSlow = blow.milliseconds > goal.milliseconds || blow.besides > goal.milliseconds;
      const isBad = isSlow || blow.answered || (blow.status >= 500 && blow.status !== 503);
      if (isBad) say({ bench: 'hostile', case: hostile.name, token: bearer !== null, ...blow });
    }
  }
  const of = (times: readonly number[]) => ({ p50: percentile(times, 0.5), max: percentile(times, 1) });
  say({
    bench: 'hostile',
    cases: hostileCases.length,
    requests: blows.length,
    refused: of(blows.map(({ milliseconds }) => milliseconds)),
    besides: of(blows.map(({ besides }) => besides)),
    statuses: Object.fromEntries(
      Object.entries(Object.groupBy(blows, ({ status }) => status)).map(([status, all]) => [status, all?.length]),
    ),
    megabytes: { before, after: residentMegabytes(pid), goal: goal.megabytes },
  });
}

/** Both leave together; data in the answer means that the request was not refused. */
async function strike(
  url: string,
  hostile: HostileCase,
  bearer: string | null,
  small: () => Promise<unknown>,
): Promise<Blow> {
  const { method = 'POST', path = '/graphql', type = 'application/json', body, headers } = hostile;
  const started = performance.now();
  const took = () => Math.round((performance.now() - started) * 10) / 10;
  const hit = fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': type, ...(bearer && { authorization: `Bearer ${bearer}` }), ...headers },
    ...(method !== 'GET' && { body }),
  }).then(async (response) => ({ status: response.status, text: await response.text(), milliseconds: took() }));
  const beside = small().then(took);
  const [{ status, text, milliseconds }, besides] = await Promise.all([hit, beside]);
  return { status, milliseconds, besides, answered: isAnswered(text) };
}

function isAnswered(text: string): boolean {
  try {
    return Object.values(JSON.parse(text).data ?? {}).some((value) => value !== null);
  } catch {
    return false;
  }
}
