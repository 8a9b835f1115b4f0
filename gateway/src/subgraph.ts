import type { ServiceName } from '@chengqi/schemas';
import { type DomainError, refusal, type WebRequest } from '@chengqi/service-kit';
import { Pool } from 'undici';
import { postJson } from './post-json.ts';

export interface SubgraphRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly SubgraphError[];
}

export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Record<string, unknown>;
}

/** What a subgraph says of itself: rows not yet published, and per topic the events it has not handled. */
export interface SubgraphStatus {
  readonly service: string;
  readonly outbox: number;
  readonly backlog: Readonly<Record<string, number>>;
  readonly deadLetters: number;
}

/** One subgraph as the gateway reaches it, over HTTP or in this process; headers are the same either way. */
export interface Subgraph {
  readonly name: ServiceName;
  /** Throws SUBGRAPH_UNAVAILABLE or SUBGRAPH_TIMEOUT; refusals of the subgraph itself are in `errors`. */
  execute(
    request: SubgraphRequest,
    headers: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<SubgraphResult>;
  /**
   * What is asked beside the graph; bodies are streams both ways, and JSON alone is read whole. Throws SUBGRAPH_UNAVAILABLE
   * or SUBGRAPH_TIMEOUT; refusals are in the answer. Who sends a body says by its signal how long that may take.
   */
  serve(asked: WebRequest): Promise<Response>;
  /** Throws when the subgraph is not ready. */
  status(): Promise<SubgraphStatus>;
}

export const unavailable = (name: ServiceName): DomainError =>
  refusal(
    'SUBGRAPH_UNAVAILABLE',
    { en: `The ${name} service does not answer.`, zh: `${name} 服务暂不可用。` },
    { retryable: true },
  );

export const timedOut = (name: ServiceName): DomainError =>
  refusal(
    'SUBGRAPH_TIMEOUT',
    { en: `The ${name} service took too long.`, zh: `${name} 服务响应超时。` },
    { retryable: true },
  );

export interface HttpSubgraphOptions {
  readonly name: ServiceName;
  /** Base address, without `/graphql`. */
  readonly url: string;
  readonly timeoutMilliseconds: number;
  readonly responseLimitBytes: number;
}

/** A subgraph in a process of its own; connections are kept alive. */
export function httpSubgraph({ name, url, timeoutMilliseconds, responseLimitBytes }: HttpSubgraphOptions): Subgraph {
  const pool = new Pool(new URL(url).origin);

  async function orExplain<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof DOMException && error.name === 'TimeoutError' ? timedOut(name) : unavailable(name);
    }
  }

  const jsonOf = async (response: Response): Promise<unknown> =>
    JSON.parse(await readAtMost(response, responseLimitBytes));

  /** The limit of time is that of the first byte of an answer, and of all of JSON; a file may take longer. */
  const beside = ({ method, headers, body, signal, url: address }: WebRequest): Promise<Response> =>
    orExplain(async () => {
      const { pathname, search } = new URL(address);
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new DOMException('late', 'TimeoutError')), timeoutMilliseconds);
      if (body) clearTimeout(timer);
      try {
        const response = await fetch(new URL(pathname + search, url), {
          ...{ method, headers, signal: AbortSignal.any([signal, late.signal]) },
          ...(body && { body, duplex: 'half' as const }),
        });
        if (!response.headers.get('content-type')?.startsWith('application/json')) return response;
        return Response.json(await jsonOf(response), { status: response.status });
      } finally {
        clearTimeout(timer);
      }
    });

  return {
    name,
    async execute(request, headers, signal) {
      const result = await orExplain(() =>
        postJson(pool, {
          ...{ path: '/graphql', timeoutMilliseconds, responseLimitBytes, signal },
          headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify(request),
        }),
      );
      if (!isResult(result)) throw unavailable(name);
      return result;
    },
    serve: beside,
    async status() {
      const response = await orExplain(async () => {
        const answer = await fetch(new URL('/status', url), { signal: AbortSignal.timeout(timeoutMilliseconds) });
        return { ok: answer.ok, body: await jsonOf(answer) };
      });
      if (!response.ok) throw unavailable(name);
      return response.body as SubgraphStatus;
    },
  };
}

async function readAtMost(response: Response, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw new Error('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A refusal comes with a 4xx status and GraphQL errors; only an answer that is not GraphQL is a failure. */
function isResult(body: unknown): body is SubgraphResult {
  return typeof body === 'object' && body !== null && ('data' in body || 'errors' in body);
}
