import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, createClient, type Data, Refused } from '../client.ts';

const patienceMilliseconds = 60_000;
const worthAgain = new Set(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'UNAUTHENTICATED']);

/**
 * Speaks to the public graph as named people and waits for an office that is away. An outcome that a crash left unknown
 * is settled by asking again; the caller's idempotency key makes that safe.
 */
export function createPatientClient(address: string) {
  const office = createClient(address);

  /** `null` asks without signing in, as somebody from the street does. */
  async function ask(staffNo: string | null, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const end = performance.now() + patienceMilliseconds;
    for (;;) {
      const desk = staffNo === null ? office.anonymous : office.as(staffNo);
      const answer = await desk.ask(query, variables).catch((error: unknown) => {
        if (performance.now() > end || error instanceof Refused) throw error;
        return null;
      });
      const away = answer?.errors.some(({ extensions }) => worthAgain.has(extensions.code)) ?? true;
      if (answer && (!away || performance.now() > end)) return answer;
      await sleep(100);
    }
  }

  return {
    ask,
    /** The data. @throws Refused at the first error of the answer */
    async run(staffNo: string | null, query: string, variables: Record<string, unknown> = {}): Promise<Data> {
      const { data, errors } = await ask(staffNo, query, variables);
      if (errors.length > 0) throw new Refused(errors);
      return data;
    },
  };
}

export type PatientClient = ReturnType<typeof createPatientClient>;
