import { join } from 'node:path';
import {
  bodyLimitBytes,
  createGateway,
  developmentOwner,
  type Gateway,
  type GatewayOptions,
  type Subgraph,
  unavailable,
} from '@chengqi/gateway';
import { type ServiceName, supergraphSdl } from '@chengqi/schemas';
import {
  type Clock,
  createDiskStore,
  createInProcessTransport,
  createLogger,
  type DatabaseTarget,
  type EventTransport,
  type FileStore,
  gatewayOwner,
  type Live,
  loadSigningKey,
  localKeys,
  type RunningService,
  rebuildBeside,
  registry,
  type ServiceDefinition,
  type ServiceOptions,
  type SigningKey,
  startService,
} from '@chengqi/service-kit';
import { lockFolder } from './folder-lock.ts';
import { definitions } from './services.ts';

export interface EmbeddedOptions {
  /** Databases, files and keys; one process at a time. */
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  readonly clock?: Clock;
  /** Where a service keeps its tables; a SQLite file in `dataDir` when left out. */
  readonly databaseOf?: (name: ServiceName) => DatabaseTarget;
  /** Where a service keeps its files; a folder in `dataDir` when left out. */
  readonly filesOf?: (name: ServiceName) => FileStore;
  /** Puts something between outboxes and inboxes, such as `distort`. */
  readonly wrapTransport?: (transport: EventTransport) => EventTransport;
  /** Whose `X-Forwarded-For` the gateway believes; nobody's when left out. */
  readonly trustedProxies?: GatewayOptions['trustedProxies'];
  /** What one operation may cost. */
  readonly costLimit?: GatewayOptions['costLimit'];
  /** Pages of other origins that may ask from browsers. */
  readonly allowedOrigins?: GatewayOptions['allowedOrigins'];
  /** What becomes of operations that nobody has registered. */
  readonly trust?: GatewayOptions['trust'];
  /** Pages for browsers; none when left out. */
  readonly frontEnds?: GatewayOptions['frontEnds'];
  /** Opens `/metrics` and `/status` beside the bearers of people. */
  readonly operatorToken?: GatewayOptions['operatorToken'];
  /** Bounds of subscriptions. */
  readonly subscriptions?: GatewayOptions['subscriptions'];
  /** Who vouches for people; the office's own development issuer when left out. */
  readonly oidc?: Extract<GatewayOptions['identity'], { oidc: unknown }>['oidc'];
}

export interface EmbeddedOffice extends AsyncDisposable {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  /** The services that run now. */
  readonly services: ReadonlyMap<ServiceName, RunningService>;
  /** Stops one service, as if its process had gone. */
  stop(name: ServiceName): Promise<void>;
  start(name: ServiceName): Promise<void>;
  /** Fills the tables of a service that only projects anew from its topics, beside those that answer until then. */
  rebuild(name: ServiceName, say: (line: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** The whole office in this process: every subgraph on SQLite, the gateway in front, events from outbox to inbox. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedOffice> {
  await using resources = new AsyncDisposableStack();
  resources.use(lockFolder(options.dataDir));
  const keys = await loadKeys(join(options.dataDir, 'keys'));
  const log = resources.use(createInProcessTransport(createLogger('transport')));
  const transport = options.wrapTransport?.(log) ?? log;
  const services = new Map<ServiceName, RunningService>();
  resources.defer(async () => {
    await Promise.all([...services.values()].map((service) => service[Symbol.asyncDispose]()));
  });
  const surroundings = { options, keys, transport, services };
  const start = async (name: ServiceName) => {
    services.set(name, await startService(definitionOf(name), optionsOf(name, surroundings)));
  };
  const stop = async (name: ServiceName) => {
    const service = services.get(name);
    services.delete(name);
    await service?.[Symbol.asyncDispose]();
  };
  for (const { name } of definitions) await start(name);
  const closing = new AbortController();
  let rebuilding: Promise<void> = Promise.resolve();
  resources.defer(async () => {
    closing.abort(new Error('the office closes; the rebuild goes on with its next start'));
    await rebuilding.catch(() => undefined);
  });
  const gateway: Gateway = resources.use(await openDoor(surroundings));
  await gateway.ready;
  const owned = resources.move();
  return {
    url: gateway.url,
    services,
    start,
    stop,
    rebuild(name, say) {
      const live: Live = {
        query: async (sql) => services.get(name)?.kit.db.read.query(sql) ?? [],
        stop: () => stop(name),
        start: () => start(name),
      };
      const told = { say, signal: closing.signal };
      rebuilding = rebuildBeside(definitionOf(name), optionsOf(name, surroundings), live, told);
      return rebuilding;
    },
    close: () => owned.disposeAsync(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

interface Keys {
  readonly gateway: SigningKey;
  readonly development: SigningKey;
  readonly services: ReadonlyMap<ServiceName, SigningKey>;
}

interface Surroundings {
  readonly options: EmbeddedOptions;
  readonly keys: Keys;
  readonly transport: EventTransport;
  readonly services: ReadonlyMap<ServiceName, RunningService>;
}

async function loadKeys(folder: string): Promise<Keys> {
  const services = definitions.map(async ({ name }) => [name, await loadSigningKey(folder, name)] as const);
  return {
    gateway: await loadSigningKey(folder, gatewayOwner),
    // In a folder of its own: services must not take what it signs for a viewer token.
    development: await loadSigningKey(join(folder, 'development'), developmentOwner),
    services: new Map(await Promise.all(services)),
  };
}

const publicKeysOf = ({ gateway, services }: Keys) => [gateway, ...services.values()].map(({ publicJwk }) => publicJwk);

function definitionOf(name: ServiceName): ServiceDefinition {
  const definition = definitions.find((each) => each.name === name);
  if (!definition) throw new Error(`no service ${name}`);
  return definition;
}

function optionsOf(name: ServiceName, { options, keys, transport, services }: Surroundings): ServiceOptions {
  const key = keys.services.get(name);
  if (!key) throw new Error(`no key for ${name}`);
  return {
    database: options.databaseOf?.(name) ?? { kind: 'sqlite', file: join(options.dataDir, `${name}.sqlite`) },
    transport,
    files: options.filesOf?.(name) ?? createDiskStore(join(options.dataDir, 'files', name)),
    key,
    verificationKeys: localKeys(publicKeysOf(keys)),
    ...(options.clock && { clock: options.clock }),
    callSubgraph: async (owner, operation, headers) => {
      const service = services.get(owner);
      if (!service) throw unavailable(owner);
      return service.execute(operation, headers);
    },
  };
}

function openDoor({ options, keys, transport, services }: Surroundings): Promise<Gateway> {
  return createGateway({
    supergraphSdl: supergraphSdl(),
    subgraphs: definitions.map(({ name }) => inProcess(name, services)),
    key: keys.gateway,
    publicKeys: publicKeysOf(keys),
    identity: options.oidc ? { oidc: options.oidc } : { development: keys.development },
    host: options.host ?? '127.0.0.1',
    port: options.port,
    introspection: !options.oidc,
    moreMetrics: async () => {
      // Depths and backlogs are counted when somebody asks for a status.
      await Promise.all([...services.values()].map((service) => service.status()));
      return registry.metrics();
    },
    bodyLimitBytes,
    trustedProxies: options.trustedProxies ?? [],
    operatorToken: options.operatorToken,
    allowedOrigins: options.allowedOrigins ?? [],
    frontEnds: options.frontEnds,
    costLimit: options.costLimit,
    events: (owners, handle) => transport.tail(owners, handle),
    subscriptions: options.subscriptions,
    ...(options.trust && { trust: options.trust }),
    usageFile: join(options.dataDir, 'usage.json'),
    ...(options.clock && { clock: options.clock }),
  });
}

/** The subgraph under this name as it runs now; the same headers reach it as over HTTP. */
function inProcess(name: ServiceName, services: Surroundings['services']): Subgraph {
  const running = () => {
    const service = services.get(name);
    if (!service) throw unavailable(name);
    return service;
  };
  return {
    name,
    execute: async (request, headers) => {
      const { data, errors } = await running().execute(request, headers);
      return { ...(data !== undefined && { data }), ...(errors && { errors }) };
    },
    serve: async (asked) => running().serve(asked),
    status: async () => running().status(),
  };
}
