import { addressVariableOf, forEachAddress } from '@chengqi/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ConfigError, readConfig } from './config.ts';
import { createKafkaTransport } from './events/kafka.ts';
import { configuredStore } from './files/configured-store.ts';
import { createDoor } from './http-door.ts';
import { loadSigningKey, remoteKeys } from './identity.ts';
import { createLogger } from './log.ts';
import { measureProcess, registry } from './metrics.ts';
import type { RunningService, ServiceDefinition, SubgraphCall } from './service.ts';
import { startService } from './start-service.ts';
import { startTracing } from './tracing/start-tracing.ts';

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
  resources.use(await startTracing({ name: definition.name }));
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
      files: configuredStore(definition.name, process.env),
      key: await loadSigningKey(config.KEYS_DIR, definition.name),
      verificationKeys: remoteKeys(new URL('/.well-known/jwks.json', config.GATEWAY_URL).href),
      callSubgraph: overHttp(config),
    }),
  );
  measureProcess();
  const server = createDoor(service);
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
