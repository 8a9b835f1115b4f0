import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { ApolloGateway } from '@apollo/gateway';

/** Whoever else imports this module in a thread is no trial. */
const mark = 'supergraph trial';
const idleMilliseconds = 30_000;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export interface Trial extends AsyncDisposable {
  /** Whether a gateway could load this supergraph: null, or why not. One at a time. */
  loads(supergraphSdl: string): Promise<string | null>;
}

/** Tries supergraphs in a thread of its own, because loading one takes long; the thread goes when it has had nothing to do. */
export function createTrial(): Trial {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  }

  return {
    async loads(supergraphSdl) {
      clearTimeout(idle);
      worker ??= new Worker(new URL(import.meta.url), { workerData: mark });
      try {
        worker.postMessage(supergraphSdl);
        const [verdict] = await once(worker, 'message');
        idle = setTimeout(() => void end(), idleMilliseconds).unref();
        return verdict;
      } catch (error) {
        await end();
        return (error as Error).message;
      }
    },
    [Symbol.asyncDispose]: end,
  };
}

if (workerData === mark) {
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  parentPort?.on('message', async (supergraphSdl: string) => {
    const gateway = new ApolloGateway({
      supergraphSdl,
      logger: silent,
      buildService: () => ({ process: async () => ({ data: null }) }),
    });
    const verdict = await gateway.load().then(
      () => null,
      (error: Error) => error.message,
    );
    await gateway.stop().catch(() => undefined);
    parentPort?.postMessage(verdict);
  });
}
