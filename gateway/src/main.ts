import { join } from 'node:path';
import { supergraphSdl } from '@chengqi/schemas';
import { createSigningKey, gatewayOwner, loadPublicKeys, loadSigningKey, runProcess } from '@chengqi/service-kit';
import { developmentOwner, oidcIssuer } from './bearer.ts';
import {
  bodyLimitBytes,
  type GatewayConfig,
  loadConfig,
  subgraphResponseLimitBytes,
  subgraphTimeoutMilliseconds,
} from './config.ts';
import { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
import { httpSubgraph } from './subgraph.ts';

await runProcess(() => start(loadConfig()));

async function start(config: GatewayConfig): Promise<Gateway> {
  const key = await loadSigningKey(config.keysFolder, gatewayOwner);
  const identity = await identityOf(config);
  const gateway = await createGateway({
    supergraphSdl: supergraphSdl(),
    subgraphs: Object.entries(config.subgraphUrls).map(([name, url]) =>
      httpSubgraph({
        name: name as keyof GatewayConfig['subgraphUrls'],
        url,
        timeoutMilliseconds: subgraphTimeoutMilliseconds,
        responseLimitBytes: subgraphResponseLimitBytes,
      }),
    ),
    key,
    publicKeys: loadPublicKeys(config.keysFolder),
    identity,
    host: config.host,
    port: config.port,
    introspection: !config.production,
    bodyLimitBytes,
  });
  void gateway.ready.then(() => console.log(`gateway ready ${gateway.url}/graphql`));
  return gateway;
}

async function identityOf({ oidc, keysFolder }: GatewayConfig): Promise<GatewayOptions['identity']> {
  if (oidc) return { oidc: oidcIssuer(oidc.issuer, oidc.jwksUrl, oidc.audience, oidc.staffNoClaim) };
  // In a folder of its own: subgraphs must not take what it signs for a viewer token. A container's keys are read-only,
  // there development tokens end with the process.
  const kept = loadSigningKey(join(keysFolder, 'development'), developmentOwner);
  return { development: await kept.catch(() => createSigningKey(developmentOwner)) };
}
