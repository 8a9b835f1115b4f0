import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Data, type Desk, Refused } from '../client.ts';

const passing = new Set(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'RATE_LIMITED', 'CONFLICT_VERSION']);

export interface PatientOfficeOptions {
  readonly url: string;
  /** Whom the development issuer signs in where no bearer is given. */
  readonly staffNo: string;
  /** Instead of the development issuer's token. */
  readonly bearer?: string | undefined;
  readonly patienceSeconds?: number;
  readonly pauseMilliseconds?: number;
  /** Told once each time the office goes away. */
  readonly onAway?: (reason: string) => void;
}

/** The office as the importer sees it: what a crash left unknown is asked again, so every mutation needs its key. */
export function createPatientOffice(options: PatientOfficeOptions) {
  const { url, staffNo, bearer, patienceSeconds = 120, pauseMilliseconds = 250, onAway = () => undefined } = options;
  const client = createClient(url, { bearer });
  const desk: Desk = bearer === undefined ? client.as(staffNo) : client.withToken(bearer);

  async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
    const end = performance.now() + patienceSeconds * 1000;
    for (let away = false; ; ) {
      try {
        return await attempt();
      } catch (error) {
        const reason = passingReason(error, bearer === undefined);
        if (reason === null) throw error;
        if (performance.now() > end) throw new Error(`${url} stayed away for ${patienceSeconds} s (${reason})`);
        if (!away) onAway(reason);
        away = true;
        await sleep(pauseMilliseconds);
      }
    }
  }

  return {
    /** The data. @throws Refused when the office answers with a refusal that waiting does not mend */
    ask: (query: string, variables: Record<string, unknown>): Promise<Data> =>
      patiently(() => desk.act(query, variables)),
    /** Returns once every event so far, or every event of these topics, was handled by everybody. */
    settled: (topics?: readonly string[]): Promise<void> =>
      patiently(() => client.settled({ seconds: patienceSeconds, ...(topics ? { topics } : {}) })),
  };
}

export type PatientOffice = ReturnType<typeof createPatientOffice>;

/** Null when waiting is of no use. A restarted development office takes a moment to know its own tokens. */
function passingReason(error: unknown, ownToken: boolean): string | null {
  if (error instanceof Refused) {
    const waits =
      passing.has(error.code) ||
      (ownToken && error.code === 'UNAUTHENTICATED') ||
      error.errors.some(({ extensions }) => extensions.retryable === true);
    return waits ? error.code : null;
  }
  if (error instanceof TypeError || error instanceof SyntaxError) return 'no answer';
  return error instanceof DOMException && error.name === 'TimeoutError' ? 'no answer in time' : null;
}
