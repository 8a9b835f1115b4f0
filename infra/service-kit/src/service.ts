import { randomUUID } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import type { ServiceName } from '@chengqi/schemas';
import type { FormattedExecutionResult } from 'graphql';
import { type Clock, createClock, type Ids, systemIds } from './clock.ts';
import { type Commands, createCommands } from './commands.ts';
import type { AnyEntity } from './database/columns.ts';
import { type Database, type DatabaseTarget, type Mapping, openDatabase } from './database/database.ts';
import { DeadLetterEntity, kitEntities, kitMigrations } from './database/tables.ts';
import { DomainError } from './errors.ts';
import type { Consumer } from './events/consumer.ts';
import { createDispatcher, type DispatcherOptions } from './events/dispatcher.ts';
import type { EventTransport, Publication, Subscription } from './events/transport.ts';
import { forgetIdempotencyKeys } from './idempotency.timer.ts';
import { createViewerVerifier, mintSystemToken, type SigningKey } from './identity.ts';
import { createLogger, type Logger } from './log.ts';
import { metrics } from './metrics.ts';
import type { EntityReference } from './reference.ts';
import { buildSchema, type ResolverMap, startSubgraphServer } from './subgraph.ts';
import { startTimers, type Timer } from './timers.ts';
import { createTransaction, type Transaction } from './transaction.ts';
import { type Actor, type GraphQLContext, type Request, systemActor, type Viewer } from './viewer.ts';

/** What a service is made of; `start` wires its slices. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  readonly entities: readonly AnyEntity[];
  readonly migrations: Mapping['migrations'];
  readonly consumesFrom: readonly ServiceName[];
  start(kit: ServiceKit): ServiceParts;
}

export const defineService = (definition: ServiceDefinition): ServiceDefinition => definition;

/** What the kit lends to a service. */
export interface ServiceKit {
  readonly name: ServiceName;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly commands: Commands;
  /** One transaction outside requests and events: timers and set-up. */
  transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Reads another service's entities as SYSTEM, in the order asked; null where the owner has none. Never call it inside a transaction. */
  readAsSystem(
    owner: ServiceName,
    references: readonly EntityReference[],
    selection: string,
  ): Promise<(Record<string, unknown> | null)[]>;
  /** Asks another service's own fields as SYSTEM; answers `data`. @throws Error when the owner refuses. Never call it inside a transaction. */
  askAsSystem(owner: ServiceName, operation: Operation): Promise<Record<string, unknown>>;
  /** Events of each topic that are published and not yet handled here; -1 while that is not known. */
  backlog(): Promise<Readonly<Record<string, number>>>;
}

export interface ServiceParts {
  readonly resolvers: readonly ResolverMap[];
  /** Joined with the request into the resolvers' context; asked once an operation, and again for each of its mutations. */
  context(request: Request): Record<string, unknown>;
  readonly consumers: readonly Consumer[];
  readonly timers?: readonly Timer[];
  /** Runs once the database is up to date, before events and operations are taken; several instances may run it at once. */
  readonly ready?: () => Promise<void>;
  actorOf(viewer: Viewer): Promise<Actor>;
  /** Runs after handled events, outside their transaction: forget what was cached of them. */
  readonly onHandled?: () => void;
}

/** How one service process, or one service inside the embedded office, is connected. */
export interface ServiceOptions {
  readonly database: DatabaseTarget;
  readonly transport: EventTransport;
  readonly key: SigningKey;
  readonly verificationKeys: Parameters<typeof createViewerVerifier>[0];
  /** Sends one operation to another subgraph. */
  readonly callSubgraph: SubgraphCall;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly retry?: DispatcherOptions['retry'];
}

export interface Operation {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
}
export type SubgraphHeaders = Readonly<Record<string, string | undefined>>;
export type SubgraphCall = (
  owner: ServiceName,
  operation: Operation,
  headers: SubgraphHeaders,
) => Promise<FormattedExecutionResult>;

export interface ServiceStatus {
  readonly service: ServiceName;
  readonly outbox: number;
  readonly backlog: Readonly<Record<string, number>>;
  readonly deadLetters: number;
}

export interface RunningService extends AsyncDisposable {
  readonly name: ServiceName;
  readonly kit: ServiceKit;
  /** One operation with the headers HTTP would carry: authorization, accept-language, x-request-id, traceparent. */
  execute(operation: Operation, headers: SubgraphHeaders): Promise<FormattedExecutionResult>;
  status(): Promise<ServiceStatus>;
}

/** Opens the database, checks the resolvers, follows the topics and answers operations until disposed. */
export async function startService(definition: ServiceDefinition, options: ServiceOptions): Promise<RunningService> {
  await using resources = new AsyncDisposableStack();
  const { name } = definition;
  const log = createLogger(name);
  const clock = options.clock ?? createClock(process.env.BUSINESS_ZONE ?? 'Asia/Shanghai');
  const ids = options.ids ?? systemIds;
  const db = await openDatabase(options.database, {
    entities: [...kitEntities, ...definition.entities],
    migrations: [...kitMigrations, ...definition.migrations],
  });
  resources.defer(() => db.close());
  const publication: Publication = resources.use(await options.transport.publish(name, db));
  const source = { service: name, db, clock, ids, wake: () => publication.wake() };
  let following: Subscription | undefined;
  const kit: ServiceKit = {
    name,
    db,
    clock,
    ids,
    log,
    commands: createCommands(source),
    transact: (work) => db.write((manager) => work(createTransaction(source, manager, {}))),
    readAsSystem: (owner, references, selection) => readAsSystem(options, clock, owner, references, selection),
    askAsSystem: (owner, operation) => askAsSystem(options, clock, owner, operation),
    backlog: async () =>
      following?.backlog() ?? Object.fromEntries(definition.consumesFrom.map((topic) => [topic, -1])),
  };
  const parts = definition.start(kit);
  const server = await startSubgraphServer(name, buildSchema(name, parts.resolvers), log);
  resources.defer(() => server.stop());
  const handle = createDispatcher({
    source,
    consumers: parts.consumers,
    log,
    ...(options.retry && { retry: options.retry }),
    ...(parts.onHandled && { onHandled: parts.onHandled }),
  });
  await parts.ready?.();
  const subscription: Subscription = resources.use(
    await options.transport.subscribe(name, definition.consumesFrom, db, handle),
  );
  following = subscription;
  resources.use(startTimers([forgetIdempotencyKeys, ...(parts.timers ?? [])], kit));
  const verify = createViewerVerifier(options.verificationKeys, name, () => clock.now());
  const owned = resources.move();
  return {
    name,
    kit,
    execute: async (operation, headers) => {
      const request = await requestOf(headers, verify, parts).catch(refused(headers));
      if ('errors' in request) return request;
      const own = () => parts.context(request);
      const context: GraphQLContext = { ...request, ...own(), renewed: own };
      const { body } = await server.executeOperation(
        {
          query: operation.query,
          variables: operation.variables ?? {},
          ...(operation.operationName && { operationName: operation.operationName }),
          http: { method: 'POST', headers: new HeaderMap(), search: '', body: '' },
        },
        { contextValue: context },
      );
      if (body.kind !== 'single') throw new Error('incremental delivery is not supported');
      return body.singleResult;
    },
    status: async () => statusOf(name, db, publication, subscription),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const refused = (headers: SubgraphHeaders) => (error: unknown) => {
  if (!(error instanceof DomainError)) throw error;
  const { code, text } = error;
  return {
    errors: [
      {
        message: languageOf(headers) === 'zh' ? text.zh : text.en,
        extensions: { code, requestId: headers['x-request-id'] },
      },
    ],
  };
};

const languageOf = (headers: SubgraphHeaders): 'zh' | 'en' =>
  /^\s*zh/i.test(headers['accept-language'] ?? '') ? 'zh' : 'en';

async function requestOf(
  headers: SubgraphHeaders,
  verify: ReturnType<typeof createViewerVerifier>,
  parts: ServiceParts,
): Promise<Request> {
  const viewer = await verify(headers.authorization);
  return {
    viewer,
    actor: viewer.kind === 'system' ? systemActor : await parts.actorOf(viewer),
    requestId: headers['x-request-id'] ?? randomUUID(),
    language: languageOf(headers),
    traceparent: headers.traceparent ?? null,
  };
}

async function readAsSystem(
  options: ServiceOptions,
  clock: Clock,
  owner: ServiceName,
  references: readonly EntityReference[],
  selection: string,
): Promise<(Record<string, unknown> | null)[]> {
  const [first] = references;
  if (!first) return [];
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${first.__typename} { ${selection} } } }`;
  const data = await askAsSystem(options, clock, owner, { query, variables: { representations: references } });
  return (data as { _entities: (Record<string, unknown> | null)[] })._entities;
}

async function askAsSystem(
  { key, callSubgraph }: ServiceOptions,
  clock: Clock,
  owner: ServiceName,
  operation: Operation,
): Promise<Record<string, unknown>> {
  const token = await mintSystemToken(key, owner, clock.now());
  const { data, errors } = await callSubgraph(owner, operation, { authorization: `Bearer ${token}` });
  if (errors?.length || !data)
    throw new Error(`${owner} refused a system read: ${String(errors?.[0]?.extensions?.code)}`);
  return data;
}

async function statusOf(
  name: ServiceName,
  db: Database,
  publication: Publication,
  subscription: Subscription,
): Promise<ServiceStatus> {
  const [outbox, backlog, deadLetters] = await Promise.all([
    publication.depth(),
    subscription.backlog(),
    db.read.getRepository(DeadLetterEntity).countBy({ state: 'OPEN' }),
  ]);
  metrics.outboxDepth.set({ service: name }, outbox);
  metrics.deadLetters.set({ service: name }, deadLetters);
  for (const [topic, messages] of Object.entries(backlog)) metrics.backlog.set({ service: name, topic }, messages);
  return { service: name, outbox, backlog, deadLetters };
}
