import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './log.ts';

/** Work that no answer waits for. */
export interface Later {
  /** Runs the work a moment from now, whatever is answered meanwhile; a failure goes to the log. */
  later(work: () => Promise<void>): void;
  /** Runs at once what is waiting, and waits for all that was begun. */
  settled(): Promise<void>;
}

const pauseMilliseconds = 200;

/** What waits is done at the latest when the service closes; a process that is killed loses it. */
export function createLater(log: Logger): Later {
  let hurry = new AbortController();
  const running = new Set<Promise<void>>();
  // Not inside the transaction, or on the account, of whoever left the work.
  const outside = AsyncLocalStorage.snapshot();

  async function run(work: () => Promise<void>, { signal }: AbortController): Promise<void> {
    await sleep(pauseMilliseconds, undefined, { signal, ref: false }).catch(() => undefined);
    await work().catch((error: unknown) => log.error({ err: error }, 'work after an answer failed'));
  }

  return {
    later(work) {
      const begun = outside(run, work, hurry).finally(() => running.delete(begun));
      running.add(begun);
    },
    async settled() {
      while (running.size > 0) {
        hurry.abort();
        hurry = new AbortController();
        await Promise.all(running);
      }
    },
  };
}
