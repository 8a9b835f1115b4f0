import { addressVariableOf, forEachAddress } from '@chengqi/schemas';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ConfigError, readConfig } from './config.ts';
import { createKafkaTransport } from './events/kafka.ts';
import { loadSigningKey, remoteKeys } from './identity.ts';
import { createLogger } from './log.ts';
import { registry } from './metrics.ts';
import type { RunningService, ServiceDefinition, SubgraphCall, SubgraphHeaders } from './service.ts';
import { startService } from './start-service.ts';

const drainMilliseconds = 9_000;

/** Runs until SIGTERM, SIGINT or the end of the launcher that opened an ipc channel, then disposes and ends with 0; a start that fails says why on stderr and ends with 1. */
export async function runProcess(start: () => Promise<AsyncDisposable>): Promise<void> {
  const stopping = Promise.withResolvers<void>();
  process.once('SIGTERM', () => stopping.resolve());
  process.once('SIGINT', () => stopping.resolve());
  process.once('disconnect', () => stopping.resolve());
  process.channel?.unref();
  try {
    await using running = await start();
    await stopping.promise;
    setTimeout(() => process.exit(1), drainMilliseconds).unref();
    void running;
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exitCode = 1;
  }
}

const url = z.url();
const variables = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().regex(/^mysql:\/\//, 'a mysql:// URL'),
  KAFKA_BROKERS: z.string().transform((text) => text.split(',')),
  TOPIC_PREFIX: z.string().default(''),
  GATEWAY_URL: url,
  KEYS_DIR: z.string(),
  ...forEachAddress(() => url.optional()),
});
type Variables = z.output<typeof variables>;

/** One subgraph as its own process on MySQL and Kafka: all of a service's `main.ts`. */
export const runService = (definition: ServiceDefinition): Promise<void> => runProcess(() => startProcess(definition));

async function startProcess(definition: ServiceDefinition): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack();
  const config = readConfig(variables, process.env);
  const transport = resources.use(
    createKafkaTransport({
      brokers: config.KAFKA_BROKERS,
      prefix: config.TOPIC_PREFIX,
      log: createLogger(definition.name),
    }),
  );
  const service = resources.use(
    await startService(definition, {
      database: { kind: 'mysql', url: config.DATABASE_URL },
      transport,
      key: await loadSigningKey(config.KEYS_DIR, definition.name),
      verificationKeys: remoteKeys(new URL('/.well-known/jwks.json', config.GATEWAY_URL).href),
      callSubgraph: overHttp(config),
    }),
  );
  const server = serve(service);
  const readiness = { ready: true };
  addHealth(server, service, readiness);
  resources.defer(() => server.close());
  resources.defer(() => {
    readiness.ready = false;
  });
  await server.listen({ host: config.HOST, port: config.PORT });
  console.log(`${definition.name} ready on ${config.HOST}:${config.PORT}`);
  const owned = resources.move();
  return { [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

const bodyLimit = 2 * 1024 * 1024;

/** The HTTP door of a subgraph: it answers the gateway and other services only. */
function serve(service: RunningService): FastifyInstance {
  const server = fastify({ bodyLimit, forceCloseConnections: true });
  server.post('/graphql', async (request, reply) => {
    const operation = operationSchema.safeParse(request.body);
    if (!operation.success)
      return reply
        .code(400)
        .send({ errors: [{ message: 'Not a GraphQL request.', extensions: { code: 'BAD_USER_INPUT' } }] });
    const result = await service.execute(operation.data, headersOf(request));
    const unauthenticated = result.data === undefined && result.errors?.[0]?.extensions?.code === 'UNAUTHENTICATED';
    return reply.code(unauthenticated ? 401 : 200).send(result);
  });
  server.get('/admin/*', async (request, reply) => {
    const given = Object.entries(headersOf(request)).filter((entry): entry is [string, string] => entry[1] != null);
    return reply.send(await service.serve(new Request(new URL(request.url, 'http://service'), { headers: given })));
  });
  return server;
}

const operationSchema = z.object({
  query: z.string(),
  variables: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((value) => value ?? undefined),
  operationName: z
    .string()
    .nullish()
    .transform((value) => value ?? undefined),
});

/** Of the headers those that say who asks, and how. */
const headersOf = ({ headers }: FastifyRequest): SubgraphHeaders => ({
  authorization: headers.authorization,
  'accept-language': headers['accept-language'],
  'x-request-id': one(headers['x-request-id']),
  traceparent: one(headers.traceparent),
});

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);

function addHealth(server: FastifyInstance, service: RunningService, readiness: { ready: boolean }): void {
  server.get('/livez', async () => ({ status: 'live' }));
  server.get('/readyz', async (_, reply) =>
    reply.code(readiness.ready ? 200 : 503).send({ status: readiness.ready ? 'ready' : 'stopping' }),
  );
  server.get('/status', () => service.status());
  server.get('/metrics', async (_, reply) => {
    await service.status();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

const overHttp =
  (config: Variables): SubgraphCall =>
  async (owner, operation, headers) => {
    const variable = addressVariableOf(owner);
    const base = config[variable];
    if (!base) throw new ConfigError(`${variable} is needed to read from ${owner}`);
    const response = await fetch(new URL('/graphql', base), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)),
      } as Record<string, string>,
      body: JSON.stringify(operation),
      signal: AbortSignal.timeout(5_000),
    });
    return (await response.json()) as Awaited<ReturnType<SubgraphCall>>;
  };
