import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyAudit } from '@chengqi/office-kernel';
import { createClient } from '../client.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { startEmbedded } from '../embedded.ts';
import { freePorts } from '../ports.ts';
import { countTwice } from './count.ts';
import { playClosedLoop } from './play.ts';

const entry = new URL('../start-embedded.ts', import.meta.url).pathname;

/**
 * Plays the loop while its only process is killed with SIGKILL at random moments and started again, then counts: every
 * acknowledged step is there once, no event was handled twice, the audit chain verifies.
 */
export async function playUnderKills(kills: number, run: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-kill-'));
  try {
    await foundCounty(dataDir);
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const killer = startKilling(dataDir, port, kills);
    const performance = await playClosedLoop(url, { run }).finally(() => killer.stop());
    const done = await killer.stop();
    console.log(`\nkilled ${done} times; ${performance.acknowledged.length} steps were acknowledged`);
    await using office = await startEmbedded({ dataDir, port: 0 });
    await createClient(office.url).settled();
    const faults = await countTwice(office, performance);
    for (const [name, { kit }] of office.services) {
      const { firstBreak } = await verifyAudit(kit.db.read, kit.clock.now());
      if (firstBreak) faults.push(`the audit of ${name} breaks at ${firstBreak.seq}: ${firstBreak.reason}`);
    }
    if (faults.length > 0) throw new Error(faults.join('\n'));
    console.log('each acknowledged step is there once, no event was handled twice, the audit verifies');
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The demo county is there before the killing starts. */
async function foundCounty(dataDir: string): Promise<void> {
  await using office = await startEmbedded({ dataDir, port: 0 });
  await loadDemo(office.url);
}

/**
 * Kills spread over the whole play: at least one process life lasts until the play ends. Lives are short at first and
 * may be longer with each kill, because a step needs some time of one life, and a cold process on a busy machine more.
 */
function startKilling(dataDir: string, port: number, kills: number) {
  const stopping = new AbortController();
  let killed = 0;
  const live = async () => {
    while (!stopping.signal.aborted) {
      const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', entry], {
        // What the demo adds by itself would be counted, and pages are not what is proved.
        env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), DEMO: 'off', FIGURES: 'off' },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const exited = once(child, 'exit');
      if (killed < kills) {
        await ready(`http://127.0.0.1:${port}`);
        await sleep(5 + Math.random() * 115 * (1 + killed / 2), undefined, { signal: stopping.signal }).catch(
          () => undefined,
        );
        if (stopping.signal.aborted) child.kill('SIGTERM');
        else {
          child.kill('SIGKILL');
          killed += 1;
          console.log(`    ☠ killed (${killed} of ${kills})`);
        }
      } else stopping.signal.addEventListener('abort', () => child.kill('SIGTERM'));
      await exited;
    }
  };
  const loop = live();
  return {
    async stop(): Promise<number> {
      stopping.abort();
      await loop;
      return killed;
    },
  };
}

async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answered = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    await sleep(50);
  }
  throw new Error(`${url} was not ready within 30 s`);
}
