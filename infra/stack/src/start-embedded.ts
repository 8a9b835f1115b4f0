import { join, resolve } from 'node:path';
import {
  loadAllowedOrigins,
  loadFrontEnds,
  loadOidcIssuer,
  loadOperatorToken,
  loadTrustedProxies,
  loadTrustPolicy,
} from '@chengqi/gateway';
import type { ServiceName } from '@chengqi/schemas';
import { configuredStore, readConfig, runProcess, startTracing } from '@chengqi/service-kit';
import { z } from 'zod';
import { developmentIssuerOf } from './development-issuer.ts';
import { startEmbedded } from './embedded.ts';
import { buildFrontEnds, demoPeople, frontEndFolder } from './front-ends.ts';
import { introduce } from './introduce.ts';
import { requireFreePort } from './ports.ts';
import { repositoryRoot } from './servers/addresses.ts';
import { tracesIn } from './trace/folders.ts';

const variables = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().optional(),
  DEMO: z.enum(['on', 'off']).default('on'),
  REBUILD: z.enum(['analytics']).optional(),
});

await runProcess(start);

async function start(): Promise<AsyncDisposable> {
  const { PORT: port, HOST: host, DATA_DIR, DEMO, REBUILD } = readConfig(variables, process.env);
  const oidc = loadOidcIssuer({ ...process.env, ...developmentIssuerOf(process.env) });
  const doors = {
    trustedProxies: loadTrustedProxies(process.env),
    operatorToken: loadOperatorToken(process.env),
    allowedOrigins: loadAllowedOrigins(process.env),
    trust: loadTrustPolicy(process.env),
  };
  const frontEnds = loadFrontEnds(process.env, frontEndFolder);
  const dataDir = DATA_DIR ? resolve(process.env.INIT_CWD ?? '.', DATA_DIR) : join(repositoryRoot, '.data');
  const filesOf = (name: ServiceName) => configuredStore(name, process.env);
  await requireFreePort(host, port);
  // Beside the start of the services, which takes longer.
  const built = frontEnds?.folder === frontEndFolder ? buildFrontEnds(console.log) : null;
  await using starting = new AsyncDisposableStack();
  starting.use(await startTracing({ name: 'chengqi', folder: tracesIn(dataDir) }));
  const given = { ...(oidc && { oidc }), ...(process.env.FILES_S3_URL && { filesOf }) };
  const pages = frontEnds && { ...frontEnds, ...(DEMO === 'on' && { people: demoPeople }) };
  const office = starting.use(await startEmbedded({ dataDir, host, port, ...doors, ...given, frontEnds: pages }));
  console.log(`gateway and ${[...office.services.keys()].join(', ')} on SQLite in ${dataDir}`);
  await built;
  await introduce(office.url, { development: !oidc, demo: DEMO === 'on', pages: frontEnds !== undefined });
  const owned = starting.move();
  // Beside the answers of the office, which has started.
  if (REBUILD)
    void office.rebuild(REBUILD, console.log).catch(({ message }) => console.error(`${REBUILD}: ${message}`));
  return { [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
