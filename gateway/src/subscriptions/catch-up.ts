import { setTimeout as sleep } from 'node:timers/promises';
import type { Subgraph } from '../subgraph.ts';

const pauseMilliseconds = 500;
/** In a busy house something waits always. */
const longestMilliseconds = 5000;

/**
 * Work is kept by a service that learns of events as the gateway does, and maybe later: this settles once it has handled
 * what it was told, or that takes too long. However many wait, it is asked once.
 */
export function createCatchUp(analytics: Subgraph | undefined): () => Promise<void> {
  let waiting: Promise<void> | null = null;
  const isBehind = async (): Promise<boolean> => {
    const status = await analytics?.status().catch(() => null);
    return status == null || Object.values(status.backlog).some((count) => count !== 0);
  };
  async function wait(): Promise<void> {
    const late = AbortSignal.timeout(longestMilliseconds);
    while (!late.aborted && (await isBehind())) await sleep(pauseMilliseconds, undefined, { ref: false });
  }
  return async () => {
    waiting ??= wait().finally(() => {
      waiting = null;
    });
    await waiting;
  };
}
