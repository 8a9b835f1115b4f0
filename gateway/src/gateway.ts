import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RegisteredOperation, registeredOperations } from '@chengqi/schemas';
import {
  type Clock,
  ConfigError,
  createClock,
  createLogger,
  type Ids,
  inLog,
  type Logger,
  type SigningKey,
  systemIds,
  systemViewer,
  unauthenticated,
  type Viewer,
} from '@chengqi/service-kit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { JWK } from 'jose';
import { createAdmission } from './admission/admission.ts';
import { anonymousOperations, type RegisteredOperations } from './admission/registered.ts';
import { createTrust, type TrustPolicy } from './admission/trusted.ts';
import { createApolloServer } from './apollo.ts';
import { addAuditRoutes } from './audit-routes.ts';
import { createReadBearer, createReadLogout, developmentIssuerOf, type Issuer, type ReadBearer } from './bearer.ts';
import { createBeside } from './beside.ts';
import { addBrowsers } from './browsers.ts';
import { type Claims, createClaims } from './claims.ts';
import { createContext, type GatewayContext, readScope, requestScope } from './context.ts';
import { addFileRoutes, bringsFile, longestTransfer } from './file-routes.ts';
import { addFrontEnds, type FrontEnds } from './front-ends.ts';
import { addGraph } from './graph-route.ts';
import { landingPage } from './landing.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createRehearsal } from './rehearsal.ts';
import {
  addDevelopmentToken,
  addErrorShape,
  addHealthRoutes,
  addKeyRoute,
  addStatusRoute,
  createOperatorGuard,
  createPersonGuard,
  type Guard,
  type Health,
  isLocal,
} from './routes.ts';
import { createSchemaDocuments } from './schema-routes.ts';
import { createSeeing, traceRequest } from './seeing.ts';
import { addSignOut } from './sign-out.ts';
import { createStrangers } from './strangers.ts';
import type { Subgraph } from './subgraph.ts';
import { createSubscriptions, type Events, type SubscriptionSettings } from './subscriptions/subscriptions.ts';
import { followSupergraph, type SupergraphSource } from './supergraph/supergraph.ts';
import { createUsage } from './usage.ts';
import { createViewerTokens, type ViewerTokens } from './viewer-tokens.ts';

export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** Where another supergraph is looked for while this one serves; nowhere when left out. */
  readonly supergraphSource?: SupergraphSource | undefined;
  readonly subgraphs: readonly Subgraph[];
  /** Signs the viewer tokens. */
  readonly key: SigningKey;
  /** Public halves of the gateway's and every service's key, as subgraphs in other processes fetch them. */
  readonly publicKeys: readonly JWK[];
  /** Who vouches for people. */
  readonly identity: { readonly development: SigningKey } | { readonly oidc: Issuer };
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly introspection: boolean;
  readonly bodyLimitBytes: number;
  /** Addresses and networks whose word is taken for where a request comes from (`X-Forwarded-For`). */
  readonly trustedProxies: readonly string[];
  /** What one operation may cost, as `@cost` and `@listSize` count it. */
  readonly costLimit?: number | undefined;
  /** Pages that may ask from browsers, such as `https://desk.example`. */
  readonly allowedOrigins?: readonly string[];
  /** Opens `/metrics` and `/status` to what watches the house; people do it by their bearer. */
  readonly operatorToken?: string | undefined;
  /** Pages for browsers; none when left out. */
  readonly frontEnds?: FrontEnds | undefined;
  /** What may be asked without signing in, by name; `schemas/operations/anonymous` when left out. */
  readonly anonymousOperations?: RegisteredOperations;
  /** What clients have registered; `schemas/operations` when left out. */
  readonly operations?: readonly RegisteredOperation[];
  /** What becomes of what they have not; it is answered when left out. */
  readonly trust?: TrustPolicy;
  /** Where the record of what clients ask for is kept over restarts. */
  readonly usageFile?: string | undefined;
  /** What else lives in this process and has something to measure, in Prometheus' text format. */
  readonly moreMetrics?: () => Promise<string>;
  /** What happens in the house, for subscriptions; without it they are refused. */
  readonly events?: Events | undefined;
  readonly subscriptions?: Partial<SubscriptionSettings> | undefined;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly log?: Logger;
}

export interface Gateway extends AsyncDisposable {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  /** Settles once every subgraph has answered for the first time. */
  readonly ready: Promise<void>;
}

/** Opens the one door. It listens at once and is ready when the whole graph has answered. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  await using resources = new AsyncDisposableStack();
  const { subgraphs, key, identity } = options;
  const clock = options.clock ?? createClock('Asia/Shanghai');
  const log = options.log ?? createLogger('gateway');
  const operations = options.operations ?? registeredOperations();
  const metrics = createMetrics(operations);
  const tokens = createViewerTokens(key, clock);
  const claims = createClaims(directoryOf(subgraphs), tokens, clock);
  const strangers = await createStrangers(key);
  const issuer = 'oidc' in identity ? identity.oidc : developmentIssuerOf(identity.development);
  const health: Health = { ready: false, stopping: false };

  const app = createApp(options);
  app.decorate('observeRefusal', metrics.observeRefusal);
  await addBrowsers(app, { allowedOrigins: options.allowedOrigins ?? [], developing: 'development' in identity });
  const identify = contextOf({ claims, strangers, tokens, readBearer: createReadBearer(issuer, clock), clock });
  const admission = createAdmission({
    registered: options.anonymousOperations ?? anonymousOperations,
    trust: createTrust({
      policy: options.trust ?? { otherwise: 'off', byClient: {} },
      operations,
      log,
      observe: metrics.observeUnregistered,
    }),
    clock,
    costLimit: options.costLimit,
    identify,
  });
  const documents = createSchemaDocuments();
  const usage = resources.use(createUsage({ file: options.usageFile, clock, log }));
  metrics.readFieldRequests(usage.fieldRequests);
  const rehearsal = createRehearsal(operations, log);
  const subscriptions = createSubscriptions({
    ...{ subgraphs, tokens, clock, log, ids: options.ids ?? systemIds },
    ...{ events: options.events, settings: options.subscriptions, observe: metrics.observeSubscriptions },
    renew: renewOf({ claims, tokens, clock }),
  });
  const seeing = createSeeing(log);
  const plugins = [
    seeing.plugin,
    admission.plugin,
    documents.plugin,
    usage.plugin,
    rehearsal.plugin,
    subscriptions.plugin,
  ];
  const builtIn = options.supergraphSdl;
  const followed =
    options.supergraphSource &&
    followSupergraph(options.supergraphSource, {
      ...{ builtIn, subgraphs, tokens, log, observe: metrics.observeSupergraph },
    });
  const apollo = createApolloServer(app, { ...options, supergraph: followed ?? builtIn, log, metrics, plugins });
  await apollo.start();
  resources.defer(async () => {
    await apollo.stop();
    await app.close();
  });
  addGraph(app, apollo, admission, subscriptions.opener(apollo, admission));
  const beside = createBeside(subgraphs, log);
  addAuditRoutes(app, beside, admission);
  addFileRoutes(app, beside, admission);
  const guard = createOperatorGuard(options.operatorToken, identify);
  if ('oidc' in identity)
    addSignOut(app, { directory: directoryOf(subgraphs), tokens, readLogout: createReadLogout(issuer, clock) });
  usage.addRoute(app, guard);
  addRoutesBeside(app, options, { health, metrics, claims, clock, guard });
  const developing = 'development' in identity;
  documents.addRoutes(app, developing ? createPersonGuard(identify) : guard);
  if (options.frontEnds) {
    await addFrontEnds(app, options.frontEnds, developing, (request) => developing && isLocal(request));
  } else if (developing) app.get('/', async (request, reply) => landingPage(request, reply));
  resources.use(await subscriptions.start());
  const url = await listen(app, options);
  const ready = Promise.all([firstAnswers(subgraphs, tokens, health), rehearsal.run(apollo)]).then(() => {
    health.ready = true;
  });
  resources.defer(() => {
    health.stopping = true;
  });
  const owned = resources.move();
  return { url, ready, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

interface Beside {
  readonly health: Health;
  readonly metrics: Metrics;
  readonly claims: Claims;
  readonly clock: Clock;
  readonly guard: Guard;
}

function addRoutesBeside(app: FastifyInstance, options: GatewayOptions, beside: Beside): void {
  const { identity, subgraphs, publicKeys, moreMetrics } = options;
  const { health, metrics, claims, clock, guard } = beside;
  addErrorShape(app);
  addHealthRoutes(app, health, metrics, guard, moreMetrics);
  addStatusRoute(app, health, subgraphs, guard);
  addKeyRoute(app, publicKeys);
  if (!('development' in identity)) return;
  addDevelopmentToken(app, identity.development, claims, clock);
}

function directoryOf(subgraphs: readonly Subgraph[]): Subgraph {
  const directory = subgraphs.find(({ name }) => name === 'directory');
  if (!directory) throw new ConfigError('The gateway needs the directory subgraph: it knows who people are.');
  return directory;
}

const slowest = 10_000;

function createApp({ bodyLimitBytes, trustedProxies, ids = systemIds }: GatewayOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    trustProxy: [...trustedProxies],
    requestTimeout: longestTransfer,
    http: { headersTimeout: slowest, connectionsCheckingInterval: 1000 },
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.addHook('onRequest', (request, reply, done) => {
    const scope = readScope(request.headers, ids);
    void reply.header('x-request-id', scope.requestId);
    const traced = traceRequest(request, reply, scope);
    requestScope.run(scope, () => inLog({ requestId: scope.requestId }, () => traced(done)));
  });
  // A small body is there by now, with the head of its request.
  app.addHook('preParsing', (request, reply, _body, done) => {
    if (!request.raw.complete && !bringsFile(request)) hurry(request, reply);
    done();
  });
  leaveUnused(app);
  return app;
}

/** Connections that clients open ahead, or again after a line broke off, are no requests: who closes waits for none of them. */
function leaveUnused(app: FastifyInstance): void {
  const open = new Set<Socket>();
  app.server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  app.addHook('preClose', async () => {
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  });
}

/** A body that comes slowly, or only half, is not waited for; Node has one limit for all requests, which is that of files. */
function hurry({ raw }: FastifyRequest, reply: FastifyReply): void {
  const late = setTimeout(() => {
    if (raw.complete) return;
    raw.socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    raw.socket.destroySoon();
  }, slowest);
  reply.raw.once('close', () => clearTimeout(late));
}

interface Identification {
  readonly claims: Claims;
  readonly strangers: (address: string) => Viewer;
  readonly tokens: ViewerTokens;
  readonly readBearer: ReadBearer;
  readonly clock: Clock;
}

function contextOf({ claims, strangers, tokens, readBearer }: Identification) {
  return async (request: FastifyRequest): Promise<GatewayContext> => {
    const scope = requestScope.getStore() ?? readScope(request.headers, systemIds);
    const bearer = await readBearer(request.headers.authorization);
    const viewer = bearer === null ? strangers(request.ip) : await claims.of(bearer);
    return createContext(scope, { viewer, bearer }, tokens);
  };
}

/** Who asked before, as directory knows the person now, and only while the bearer holds. */
function renewOf({ claims, tokens, clock }: Pick<Identification, 'claims' | 'tokens' | 'clock'>) {
  return async (context: GatewayContext): Promise<GatewayContext> => {
    const { bearer } = context;
    if (bearer === null || bearer.endsAt <= clock.now()) throw unauthenticated();
    return createContext(context, { viewer: await claims.of(bearer), bearer }, tokens);
  };
}

async function listen(app: FastifyInstance, { host, port }: GatewayOptions): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new ConfigError(
      `Port ${port} is taken. Stop what listens there, or choose another: PORT=${port + 100} npm start`,
    );
  }
}

/** Asks every subgraph until it answers once; afterwards a subgraph that is down costs its fields, not our readiness. */
async function firstAnswers(subgraphs: readonly Subgraph[], tokens: ViewerTokens, health: Health): Promise<void> {
  const waiting = subgraphs.map(async (subgraph) => {
    while (!health.stopping) {
      const authorization = `Bearer ${await tokens.of(systemViewer, subgraph.name)}`;
      const answer = await subgraph.execute({ query: '{ __typename }' }, { authorization }).catch(() => null);
      if (answer?.data) return;
      await sleep(200, undefined, { ref: false });
    }
  });
  await Promise.all(waiting);
}
