import { HeaderMap } from '@apollo/server';
import type { ServiceName } from '@chengqi/schemas';
import type { FormattedExecutionResult } from 'graphql';
import { createClock, systemIds } from './clock.ts';
import { createCommands } from './commands.ts';
import type { AnyEntity } from './database/columns.ts';
import { type Database, type Mapping, openDatabase } from './database/database.ts';
import { DeadLetterEntity, kitEntities, kitMigrations } from './database/tables.ts';
import { unauthenticated } from './errors.ts';
import { createDispatcher } from './events/dispatcher.ts';
import type { Publication, Subscription } from './events/transport.ts';
import { forgetIdempotencyKeys } from './idempotency.timer.ts';
import { createViewerVerifier } from './identity.ts';
import { createLater } from './later.ts';
import { createLogger, inLog, noteInLog } from './log.ts';
import { metrics } from './metrics.ts';
import { refused, requestOf } from './request.ts';
import { createPort } from './routes.ts';
import type {
  Operation,
  Route,
  RunningService,
  ServiceDefinition,
  ServiceKit,
  ServiceOptions,
  ServiceStatus,
  SubgraphHeaders,
} from './service.ts';
import { learnStatisticsAgain } from './statistics.timer.ts';
import { buildSchema, startSubgraphServer } from './subgraph.ts';
import { createSystemReads, probeQuery } from './system-reads.ts';
import { startTimers } from './timers.ts';
import { inSpan, SpanKind } from './tracing/spans.ts';
import { createTransaction, type StoredReaction } from './transaction.ts';
import { asksToStayUnnamed } from './unnamed.ts';
import type { GraphQLContext, Request } from './viewer.ts';

/** What of a service its database is made by. */
export type Migrated = Pick<ServiceDefinition, 'entities' | 'migrations'>;

export const mappingOf = ({ entities, migrations }: Migrated): Mapping => ({
  entities: [...kitEntities, ...entities],
  migrations: [...kitMigrations, ...migrations],
});

/** Opens the database, checks the resolvers, follows the topics and answers operations until disposed. */
export async function startService(definition: ServiceDefinition, options: ServiceOptions): Promise<RunningService> {
  await using resources = new AsyncDisposableStack();
  const { name } = definition;
  const log = createLogger(name);
  const clock = options.clock ?? createClock(process.env.BUSINESS_ZONE ?? 'Asia/Shanghai');
  const ids = options.ids ?? systemIds;
  const db = await openDatabase(options.database, mappingOf(definition));
  resources.defer(() => db.close());
  const later = createLater(log);
  resources.defer(() => later.settled());
  const publication: Publication = resources.use(await options.transport.publish(name, db));
  const reactions = new Map<AnyEntity, ReadonlyMap<string, StoredReaction>>();
  const source = { service: name, db, clock, ids, wake: () => publication.wake(), reactions };
  let following: Subscription | undefined;
  const routes = new Map<string, Route>();
  const kit: ServiceKit = {
    name,
    db,
    clock,
    ids,
    log,
    files: options.files,
    commands: createCommands(source),
    transact: (work) => db.write((manager) => work(createTransaction(source, manager, {}))),
    ...createSystemReads(options, clock),
    ...later,
    backlog: async () =>
      following?.backlog() ?? Object.fromEntries(definition.consumesFrom.map((topic) => [topic, -1])),
    onStored: (entity, name, react) =>
      void reactions.set(entity, new Map(reactions.get(entity)).set(name, react as StoredReaction)),
    route: (address, answer) => void routes.set(address, answer),
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
  resources.use(startTimers([forgetIdempotencyKeys, learnStatisticsAgain(db), ...(parts.timers ?? [])], kit));
  const verify = createViewerVerifier(options.verificationKeys, name, () => clock.now());
  const identify = (headers: SubgraphHeaders) => requestOf(headers, verify, parts);
  const port = createPort(routes, identify, log);
  const asked = <T>(what: string, headers: SubgraphHeaders, work: () => Promise<T>): Promise<T> => {
    const requestId = headers['x-request-id'];
    const attributes = requestId === undefined ? {} : { 'chengqi.request_id': requestId };
    const options = { by: name, kind: SpanKind.SERVER, from: headers.traceparent ?? null, attributes };
    return inSpan(what, options, () => inLog(requestId === undefined ? {} : { requestId }, work));
  };

  async function answer(operation: Operation, headers: SubgraphHeaders): Promise<FormattedExecutionResult> {
    const request = await identify(headers).catch(refused(headers));
    if ('errors' in request) return request;
    if (request.probing && operation.query !== probeQuery) return refused(headers)(unauthenticated());
    noteInLog({ viewer: asksToStayUnnamed(operation) ? undefined : (request.viewer.personId ?? request.viewer.kind) });
    const renewed = (as: Request) => parts.context(as);
    const context: GraphQLContext = { ...request, ...renewed(request), renewed };
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
  }
  const owned = resources.move();
  return {
    name,
    kit,
    execute: (operation, headers) =>
      asked(operation.operationName ?? 'operation', headers, () => answer(operation, headers)),
    serve: (request) => asked(request.method, Object.fromEntries(request.headers), () => port(request)),
    status: async () => statusOf(name, db, publication, subscription),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
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
