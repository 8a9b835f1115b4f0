import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import type { Logger } from './log.ts';
import type { Transaction } from './transaction.ts';

/** Work that comes round by the clock; each run is one transaction and must be idempotent, because instances share the database. */
export interface Timer {
  readonly name: string;
  readonly everySeconds: number;
  /** Asked before each run, which costs a transaction; always when left out. */
  readonly isDue?: () => boolean;
  /** Answers `more` when it left some for another transaction, which follows at once if it is due. */
  run(tx: Transaction): Promise<unknown>;
}

/** What timers run on. */
interface TimerGround {
  readonly log: Logger;
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
}

/** Runs the timers until disposed; a failed run is logged and comes round again. */
export function startTimers(timers: readonly Timer[], kit: TimerGround): AsyncDisposable {
  const stopping = new AbortController();
  const loops = timers.map(async ({ name, everySeconds, isDue = () => true, run }) => {
    const failed = (error: unknown): void => kit.log.error({ err: error, timer: name }, 'a timer failed');
    let said: unknown;
    while (!stopping.signal.aborted) {
      if (said !== 'more')
        await sleep(everySeconds * 1000, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      said = isDue() ? await kit.transact(run).catch(failed) : undefined;
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

interface OccasionOptions {
  readonly restMilliseconds?: number;
  /** Milliseconds that only grow. */
  readonly clock?: () => number;
}

const dueMilliseconds = 5000;
const sweepMilliseconds = 10_000;

/**
 * When a timer has something to do: for five seconds after work for it arose in this process, which is longer than a
 * transaction takes to commit, and every ten seconds for what a process that is gone has left. While work arises again
 * within `restMilliseconds` it is not due more often than every five seconds.
 */
export function createOccasion({ restMilliseconds = 0, clock = () => performance.now() }: OccasionOptions = {}) {
  const arisen = new WeakMap<DataSource, { first: number; last: number }>();
  const swept = new WeakMap<DataSource, number>();
  return {
    arose({ dataSource }: EntityManager): void {
      const last = clock();
      arisen.set(dataSource, { first: arisen.get(dataSource)?.first ?? last, last });
    },
    /** Some is left of work that has rested: due at once, unless more arises meanwhile. */
    goesOn({ dataSource }: EntityManager): 'more' {
      const now = clock();
      arisen.set(dataSource, { first: now, last: now - restMilliseconds });
      return 'more';
    },
    isDue(dataSource: DataSource): boolean {
      const now = clock();
      const work = arisen.get(dataSource);
      if (work && now - work.last < dueMilliseconds) {
        if (now - work.last < restMilliseconds && now - work.first < dueMilliseconds) return false;
        arisen.set(dataSource, { ...work, first: now });
        return true;
      }
      arisen.delete(dataSource);
      if (now - (swept.get(dataSource) ?? Number.NEGATIVE_INFINITY) < sweepMilliseconds) return false;
      swept.set(dataSource, now);
      return true;
    },
  };
}
