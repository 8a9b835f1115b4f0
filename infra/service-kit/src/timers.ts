import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './log.ts';
import type { Transaction } from './transaction.ts';

/** Work that comes round by the clock; each run is one transaction and must be idempotent, because instances share the database. */
export interface Timer {
  readonly name: string;
  readonly everySeconds: number;
  run(tx: Transaction): Promise<void>;
}

/** What timers run on. */
interface TimerGround {
  readonly log: Logger;
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** Runs the timers until disposed; a failed run is logged and comes round again. */
export function startTimers(timers: readonly Timer[], kit: TimerGround): AsyncDisposable {
  const stopping = new AbortController();
  const loops = timers.map(async ({ name, everySeconds, run }) => {
    while (!stopping.signal.aborted) {
      await sleep(everySeconds * 1000, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await kit.transact(run).catch((error: unknown) => kit.log.error({ err: error, timer: name }, 'a timer failed'));
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
