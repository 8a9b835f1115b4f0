import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { supergraphSdl } from '@chengqi/schemas';
import { type Measured, recorded, startMeasured } from './gateway/measured.ts';
import { post, tokenOf } from './gateway/recording.ts';
import { percentile, say } from './samples.ts';

const operatorToken = 'the bench looks at the metrics';
const atOnce = 8;

/**
 * The whole graph replaced while it is asked: how many requests failed, how long they took, and how long the longest waited
 * while another graph was loaded. Its subgraphs answer at once what they answered before.
 */
export async function benchSwaps({ quick }: { readonly quick: boolean }): Promise<void> {
  const swaps = quick ? 5 : 50;
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  let gateway: Measured | undefined;
  try {
    const questions = await recorded(dataDir);
    publish(dataDir, 0);
    process.env.OPERATOR_TOKEN = operatorToken;
    gateway = await startMeasured(dataDir, 'swapped');
    const { url } = gateway;
    const token = await tokenOf(url);
    const times: number[] = [];
    let [failed, ended] = [0, false];
    const asking = Array.from({ length: atOnce }, async () => {
      for (let turn = 0; !ended; turn += 1) {
        const started = performance.now();
        await post(url, questions[turn % questions.length]?.body ?? '', token).catch(() => {
          failed += 1;
        });
        times.push(performance.now() - started);
      }
    });
    const began = performance.now();
    for (let swap = 1; swap <= swaps; swap += 1) {
      const before = await servingAt(url);
      publish(dataDir, swap);
      while ((await servingAt(url)) === before) await sleep(50);
    }
    ended = true;
    await Promise.all(asking);
    say({
      ...{ bench: 'swaps', swaps, seconds: Math.round((performance.now() - began) / 1000) },
      ...{ requests: times.length, failed },
      ...{ p50: percentile(times, 0.5), p99: percentile(times, 0.99), longest: percentile(times, 1) },
    });
  } finally {
    await gateway?.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The same graph under another digest, there at once or not at all. */
function publish(dataDir: string, number: number): void {
  const file = join(dataDir, 'supergraph.graphql');
  writeFileSync(`${file}.new`, `${supergraphSdl()}\n# ${number}\n`);
  renameSync(`${file}.new`, file);
}

/** The digest of the graph that serves. */
async function servingAt(url: string): Promise<string | undefined> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${operatorToken}` } });
  return /gateway_supergraph_info\{digest="(\w+)"\}/.exec(await response.text())?.[1];
}
