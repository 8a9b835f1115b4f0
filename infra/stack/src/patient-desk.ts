import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Desk, Refused } from './client.ts';

const patienceMilliseconds = 60_000;
const pauseMilliseconds = 100;
const away = new Set(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'UNAUTHENTICATED']);

/**
 * Waits up to a minute for an office that is away or busy. An outcome that a crash or a timeout left unknown is settled by
 * asking again, so a mutation through it has an idempotency key or does nothing the second time.
 */
export function patient(desk: Desk): Desk {
  async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const end = performance.now() + patienceMilliseconds;
    for (;;) {
      const answer = await desk.ask(query, variables).catch((error: unknown) => {
        // Signing in may be refused for the same reasons.
        const final = error instanceof Refused && !away.has(error.code);
        if (final || performance.now() > end) throw error;
        return null;
      });
      const waits = answer?.errors.some(({ extensions }) => away.has(extensions.code)) ?? true;
      if (answer && (!waits || performance.now() > end)) return answer;
      await sleep(pauseMilliseconds);
    }
  }
  return {
    ask,
    async act(query, variables) {
      const { data, errors } = await ask(query, variables);
      if (errors.length > 0) throw new Refused(errors);
      return data;
    },
  };
}
