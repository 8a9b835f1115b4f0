import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayStatus } from '@chengqi/gateway';
import { inSpan, SpanKind, traceparentNow } from '@chengqi/service-kit';

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string } & Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of arbitrary operations; whoever asks knows the shape
export type Data = any;

export interface Answer {
  readonly status: number;
  readonly data: Data;
  readonly errors: readonly AnswerError[];
}

/** A refusal met where none was expected. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;
  readonly errors: readonly AnswerError[];

  constructor(errors: readonly AnswerError[]) {
    const [first] = errors;
    super(
      errors
        .map(({ message, path, extensions }) => `${extensions.code}${path ? ` at ${path.join('.')}` : ''}: ${message}`)
        .join('; '),
    );
    this.code = first?.extensions.code ?? 'INTERNAL';
    this.errors = errors;
  }
}

/** One person at the public graph. */
export interface Desk {
  /** The answer with whatever was refused. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The data; throws `Refused` at the first error. */
  act(query: string, variables?: Record<string, unknown>): Promise<Data>;
}

export interface OfficeClient {
  readonly url: string;
  /** A staff number or `admin`; tokens come from the development issuer. */
  as(who: string): Desk;
  /** Whoever the bearer token names. */
  withToken(bearer: string): Desk;
  anonymous: Desk;
  token(who: string): Promise<string>;
  status(): Promise<GatewayStatus>;
  /** Returns once every event so far has been published and handled by everybody. */
  settled(options?: { seconds?: number; topics?: readonly string[] }): Promise<void>;
}

/**
 * A client of a running gateway, as a front end or a script would be one. The bearer is asked for the status of the
 * office; where none is given, the administrator of a development office is.
 */
export function createClient(address: string, { bearer }: { readonly bearer?: string | undefined } = {}): OfficeClient {
  const url = new URL(address).origin;
  const post = createPost(url);
  const token = async (who: string): Promise<string> => {
    const answer = await post('/dev/token', { who });
    if (!answer.token) throw new Refused(answer.errors);
    return answer.token;
  };
  const tokens = createTokens(token);
  const status = async () => {
    const authorization = `Bearer ${bearer ?? (await tokens.of('admin'))}`;
    const response = await fetch(`${url}/status`, { headers: { authorization }, signal: AbortSignal.timeout(15_000) });
    if (!response.ok) {
      tokens.forget('admin');
      throw new Refused(((await response.json()) as { errors: AnswerError[] }).errors);
    }
    return (await response.json()) as GatewayStatus;
  };
  return {
    url,
    as: (who) => createDesk(post, { bearer: () => tokens.of(who), renew: () => tokens.forget(who) }),
    withToken: (bearer) => createDesk(post, { bearer: async () => bearer }),
    anonymous: createDesk(post, null),
    token,
    status,
    settled: (options) => waitUntilSettled(status, options),
  };
}

type Post = ReturnType<typeof createPost>;

function createPost(url: string) {
  return async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const answer = (await response.json()) as { data?: Data; errors?: AnswerError[]; token?: string };
    return { status: response.status, data: answer.data ?? null, errors: answer.errors ?? [], token: answer.token };
  };
}

interface Tokens {
  of(who: string): Promise<string>;
  forget(who: string): void;
}

function createTokens(ask: (who: string) => Promise<string>): Tokens {
  const known = new Map<string, Promise<string>>();
  return {
    of(who) {
      const token = known.get(who) ?? ask(who);
      known.set(who, token);
      token.catch(() => known.delete(who));
      return token;
    },
    forget: (who) => void known.delete(who),
  };
}

interface SignIn {
  bearer(): Promise<string>;
  /** Absent where a bearer that has run out cannot be replaced. */
  renew?(): void;
}

function createDesk(post: Post, signIn: SignIn | null): Desk {
  const send = async (query: string, variables: Record<string, unknown>): Promise<Answer> => {
    const headers = signIn === null ? {} : { authorization: `Bearer ${await signIn.bearer()}` };
    const body = signIn === null ? { operationName: nameOf(query), variables } : { query, variables };
    return inSpan(nameOf(query) ?? 'operation', { by: 'client', kind: SpanKind.CLIENT, root: true }, async () => {
      const traceparent = traceparentNow();
      const traced = traceparent === null ? headers : { ...headers, traceparent };
      const { status, data, errors } = await post('/graphql', body, traced);
      return { status, data, errors };
    });
  };
  const ask: Desk['ask'] = async (query, variables = {}) => {
    const answer = await send(query, variables);
    if (answer.status !== 401 || !signIn?.renew) return answer;
    signIn.renew();
    return send(query, variables);
  };
  return {
    ask,
    async act(query, variables) {
      const { data, errors } = await ask(query, variables);
      if (errors.length > 0) throw new Refused(errors);
      return data;
    },
  };
}

/** Without signing in operations go by their name: the text is the office's own. */
const nameOf = (query: string): string | undefined => /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1];

/** Two quiet looks in a row: one look asks the services one after the other, and an event may pass between them. */
async function waitUntilSettled(
  status: OfficeClient['status'],
  { seconds = 60, topics }: { seconds?: number; topics?: readonly string[] } = {},
) {
  const end = performance.now() + seconds * 1000;
  for (let quiet = 0; quiet < 2; ) {
    // Who may see the status is known while the directory answers.
    const now = await status().catch((error: unknown) => {
      if (error instanceof Refused && error.code !== 'SUBGRAPH_UNAVAILABLE') throw error;
      return null;
    });
    quiet = now && isQuiet(now, topics) ? quiet + 1 : 0;
    if (quiet === 0 && performance.now() > end)
      throw new Error(`events still under way after ${seconds} s: ${JSON.stringify(now?.subgraphs)}`);
    if (quiet < 2) await sleep(quiet === 0 ? 50 : 20);
  }
}

function isQuiet({ subgraphs }: GatewayStatus, topics: readonly string[] | undefined): boolean {
  return Object.values(subgraphs).every(
    (subgraph) =>
      subgraph.state === 'UP' &&
      subgraph.outbox === 0 &&
      Object.entries(subgraph.backlog).every(
        ([topic, waiting]) => waiting === 0 || (topics !== undefined && !topics.includes(topic)),
      ),
  );
}
