import { join } from 'node:path';
import { supergraphSdl } from '@chengqi/schemas';
import {
  createKafkaTransport,
  createLogger,
  createSigningKey,
  gatewayOwner,
  loadPublicKeys,
  loadSigningKey,
  runProcess,
  startTracing,
} from '@chengqi/service-kit';
import { developmentOwner } from './bearer.ts';
import {
  bodyLimitBytes,
  loadAllowedOrigins,
  loadConfig,
  loadEventSource,
  loadFrontEnds,
  loadOidcIssuer,
  loadOperatorToken,
  loadSupergraphSource,
  loadTrustedProxies,
  loadTrustPolicy,
  loadUsageFile,
  subgraphResponseLimitBytes,
  subgraphTimeoutMilliseconds,
} from './config.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';
import { httpSubgraph } from './subgraph.ts';

await runProcess(start);

async function start(): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack();
  resources.use(await startTracing({ name: 'gateway' }));
  const { host, port, keysFolder, subgraphs } = loadConfig();
  const identity = await identityOf(keysFolder);
  const limits = { timeoutMilliseconds: subgraphTimeoutMilliseconds, responseLimitBytes: subgraphResponseLimitBytes };
  const gateway = resources.use(
    await createGateway({
      supergraphSdl: supergraphSdl(),
      supergraphSource: loadSupergraphSource(),
      subgraphs: subgraphs.map((subgraph) => httpSubgraph({ ...subgraph, ...limits })),
      key: await loadSigningKey(keysFolder, gatewayOwner),
      publicKeys: loadPublicKeys(keysFolder),
      identity,
      host,
      port,
      introspection: 'development' in identity,
      bodyLimitBytes,
      trustedProxies: loadTrustedProxies(),
      operatorToken: loadOperatorToken(),
      allowedOrigins: loadAllowedOrigins(),
      frontEnds: loadFrontEnds(),
      trust: loadTrustPolicy(),
      usageFile: loadUsageFile(),
      events: eventsOf(loadEventSource()),
    }),
  );
  void gateway.ready.then(() => console.log(`gateway ready on ${gateway.url}`));
  const owned = resources.move();
  return { [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function identityOf(keysFolder: string): Promise<GatewayOptions['identity']> {
  const oidc = loadOidcIssuer();
  if (oidc) return { oidc };
  // In a folder of its own: subgraphs must not take what it signs for a viewer token. A container's keys are read-only,
  // there development tokens end with the process.
  const kept = loadSigningKey(join(keysFolder, 'development'), developmentOwner);
  return { development: await kept.catch(() => createSigningKey(developmentOwner)) };
}

function eventsOf(source: ReturnType<typeof loadEventSource>): GatewayOptions['events'] {
  if (!source) return undefined;
  const transport = createKafkaTransport({ ...source, log: createLogger('gateway') });
  return (services, handle) => transport.tail(services, handle);
}
