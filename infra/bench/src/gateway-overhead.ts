import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measured, recorded, startMeasured } from './gateway/measured.ts';
import { post, tokenOf } from './gateway/recording.ts';
import { percentile, say } from './samples.ts';

const variants = ['bare', 'whole', 'traced'] as const;
const atOnce = 8;

interface GatewayOverheadOptions {
  readonly quick: boolean;
  /** How the names of the questions begin that are asked. */
  readonly only: string;
}

/**
 * CPU of the gateway for one request, its subgraphs answering at once what they answered before: `bare` is the libraries
 * alone, `whole` has identity, limits, metrics, usage and presence, `traced` writes its spans to a file as well. Rounds of
 * the three follow each other; the medians are told.
 */
export async function benchGatewayOverhead({ quick, only }: GatewayOverheadOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'chengqi-bench-'));
  const gateways = new Map<string, Measured>();
  try {
    const questions = await recorded(dataDir);
    for (const variant of variants) gateways.set(variant, await startMeasured(dataDir, variant));
    const token = await tokenOf(gateways.get('whole')?.url ?? '');
    for (const { name, body } of questions.filter((question) => question.name.startsWith(only))) {
      const used = new Map<string, number[]>(variants.map((variant) => [variant, []]));
      const [rounds, requests] = quick ? [3, 200] : [9, 1000];
      for (let round = 0; round <= rounds; round += 1) {
        for (const [variant, gateway] of gateways) {
          const before = await gateway.used();
          await ask(gateway.url, body, token, requests);
          // The first round warms it.
          if (round > 0) used.get(variant)?.push(((await gateway.used()) - before) / requests);
        }
      }
      const bare = percentile(used.get('bare') ?? [], 0.5);
      for (const [variant, samples] of used) {
        const cpuMilliseconds = percentile(samples, 0.5);
        const over = Math.round((cpuMilliseconds - bare) * 100) / 100;
        say({ bench: 'gateway-overhead', question: name, variant, rounds, requests, cpuMilliseconds, over });
      }
    }
  } finally {
    for (const { close } of gateways.values()) await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function ask(url: string, body: string, token: string, requests: number): Promise<void> {
  let left = requests;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await post(url, body, token);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}
