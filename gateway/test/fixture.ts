import { readFileSync } from 'node:fs';
import { registered, type ServiceName } from '@chengqi/schemas';
import {
  createClock,
  createLogger,
  createSigningKey,
  createViewerVerifier,
  localKeys,
  type Viewer,
  type WebRequest,
} from '@chengqi/service-kit';
import type { TrustPolicy } from '../src/admission/trusted.ts';
import { developmentIssuerOf, type Issuer, issueDevelopmentToken } from '../src/bearer.ts';
import type { FrontEnds } from '../src/front-ends.ts';
import { createGateway } from '../src/gateway.ts';
import { type Subgraph, type SubgraphRequest, type SubgraphResult, unavailable } from '../src/subgraph.ts';
import type { SupergraphSource } from '../src/supergraph/supergraph.ts';

export type Answer = (request: SubgraphRequest, viewer: Viewer) => SubgraphResult | Promise<SubgraphResult>;

export interface Call {
  readonly subgraph: ServiceName;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: string;
}

/** What the gateway of the tests answers without a bearer, under the name `Registered_Person`. */
export const registeredQuery = 'query Registered_Person { person(id: "p") { name } }';

export const clerk = { personId: 'psn_clerk', staffNo: 'S1', posts: [], clearance: 'INTERNAL' };

interface Surroundings {
  readonly trustedProxies?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly operatorToken?: string;
  readonly frontEnds?: FrontEnds;
  /** Who vouches for people in the mode of production. */
  readonly oidc?: Issuer;
  /** The gateway's time when it starts. */
  readonly startsAt?: number;
  readonly trust?: TrustPolicy;
  /** What the desk has registered beside `registeredQuery`. */
  readonly operations?: readonly string[];
  readonly usageFile?: string;
  readonly supergraphSource?: SupergraphSource;
  /** What a subgraph says that it answers. */
  readonly sdlOf?: (name: ServiceName) => string;
  /** What meetings answers beside the graph. */
  readonly beside?: (asked: WebRequest) => Promise<Response>;
  /** Gets every line of the gateway's log, from `info` on. */
  readonly logged?: (line: string) => void;
  /** Who vouches for people: the gateway itself, or an issuer of the same tokens that only it knows. */
  readonly mode?: 'development' | 'production';
}

/** A gateway over two subgraphs that answer as the test says, and a time that only the test moves. */
export async function startGateway(
  answers: { directory?: Answer; meetings?: Answer } = {},
  {
    trustedProxies = [],
    allowedOrigins = [],
    operatorToken,
    frontEnds,
    oidc,
    startsAt = Date.parse('2026-09-14T01:00:00Z'),
    trust,
    operations = [],
    usageFile,
    supergraphSource,
    sdlOf,
    beside,
    logged,
    mode = 'development',
  }: Surroundings = {},
) {
  const time = { now: startsAt };
  const ended = new Map<string, string>();
  const clock = createClock('Asia/Shanghai', () => new Date(time.now));
  const key = await createSigningKey('gateway');
  const issuer = await createSigningKey('development-issuer');
  const calls: Call[] = [];
  const log = createLogger('gateway', logged ? { level: 'info', to: { write: logged } } : { level: 'silent' });

  function fake(name: ServiceName, answer: Answer): Subgraph {
    const verify = createViewerVerifier(localKeys([key.publicJwk]), name, () => clock.now());
    return {
      name,
      async execute(request, headers) {
        const { viewer } = await verify(headers.authorization);
        if (request.query === '{ __typename }') return { data: { __typename: 'Query' } };
        if (request.query === '{ _service { sdl } }' && sdlOf) return { data: { _service: { sdl: sdlOf(name) } } };
        if (request.query.includes('viewerClaims')) {
          calls.push({ subgraph: name, headers, query: 'viewerClaims' });
          const known = request.variables?.staffNo === clerk.staffNo && viewer.kind === 'system';
          const sessionsEndedAt = ended.get(String(request.variables?.subject)) ?? null;
          return { data: { viewerClaims: known ? { ...clerk, sessionsEndedAt } : null } };
        }
        calls.push({ subgraph: name, headers, query: request.query });
        return answer(request, viewer);
      },
      serve: async (asked) => {
        const { viewer } = await verify(asked.headers.get('authorization') ?? undefined);
        const [, subject] = /\/sessions\/([^/]+)\/end$/.exec(asked.url) ?? [];
        if (name === 'directory' && viewer.kind === 'system' && subject !== undefined) {
          ended.set(decodeURIComponent(subject), clock.now().toISOString());
          return Response.json({ ended: true });
        }
        if (!beside) throw unavailable(name);
        return beside(asked);
      },
      status: async () => ({ service: name, outbox: 0, backlog: {}, deadLetters: 0 }),
    };
  }

  const gateway = await createGateway({
    supergraphSdl: readFileSync(new URL('two-subgraphs.graphql', import.meta.url), 'utf8'),
    subgraphs: [
      fake(
        'directory',
        answers.directory ?? (() => ({ data: { person: { __typename: 'Person', id: 'p', name: '周岚' } } })),
      ),
      fake('meetings', answers.meetings ?? (() => ({ data: { meetings: [] } }))),
    ],
    key,
    publicKeys: [key.publicJwk],
    identity: mode === 'development' ? { development: issuer } : { oidc: oidc ?? developmentIssuerOf(issuer) },
    host: '127.0.0.1',
    port: 0,
    introspection: mode === 'development',
    bodyLimitBytes: 64 * 1024,
    trustedProxies,
    allowedOrigins,
    operatorToken,
    frontEnds,
    anonymousOperations: new Map([
      ['Registered_Person', { query: registeredQuery, operationName: 'Registered_Person' }],
    ]),
    operations: [registeredQuery, ...operations].map((text) => registered('desk', text)),
    usageFile,
    supergraphSource,
    ...(trust && { trust }),
    clock,
    log,
  });
  await gateway.ready;

  async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(gateway.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    // biome-ignore lint/suspicious/noExplicitAny: answers of arbitrary requests
    return { status: response.status, headers: response.headers, body: (await response.json()) as any };
  }
  const bearer = async () => `Bearer ${await issueDevelopmentToken(issuer, clerk.staffNo, clock)}`;
  return {
    url: gateway.url,
    calls,
    post,
    bearer,
    /** Asks as the clerk unless told otherwise. */
    ask: async (query: string, variables = {}, headers?: Record<string, string>) =>
      post('/graphql', { query, variables }, headers ?? { authorization: await bearer() }),
    advance: (seconds: number) => {
      time.now += seconds * 1000;
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}
