import { loadFrontEnds, loadOidcIssuer } from '@chengqi/gateway';
import { firstSubgraphPort } from '@chengqi/schemas';
import { ConfigError, readConfig, runProcess } from '@chengqi/service-kit';
import { z } from 'zod';
import { developmentIssuerOf } from './development-issuer.ts';
import { buildFrontEnds, frontEndFolder } from './front-ends.ts';
import { type FullOffice, startFull } from './full.ts';
import { introduce } from './introduce.ts';
import { StackRefusal } from './servers/refusal.ts';
import { stackTraces } from './trace/folders.ts';

const variables = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(4000),
  SUBGRAPH_PORT: z.coerce.number().int().min(1).max(65_000).default(firstSubgraphPort),
  DEMO: z.enum(['on', 'off']).default('on'),
  REBUILD: z.enum(['analytics']).optional(),
});

await runProcess(() => start().catch(explain));

async function start(): Promise<FullOffice> {
  const { PORT: gateway, SUBGRAPH_PORT: firstSubgraph, DEMO, REBUILD } = readConfig(variables, process.env);
  const say = (process: string, line: string) => console.log(`${process.padEnd(11)} | ${line}`);
  const frontEnds = loadFrontEnds(process.env, frontEndFolder);
  const built = frontEnds?.folder === frontEndFolder ? buildFrontEnds(console.log) : null;
  await using starting = new AsyncDisposableStack();
  const office = starting.use(
    await startFull({ prefix: '', ports: { gateway, firstSubgraph }, say, tracesFolder: stackTraces }),
  );
  for (const [name, { ended }] of office.processes) void ended.then((how) => say(name, `ended with ${how}`));
  const development = !loadOidcIssuer({ ...process.env, ...developmentIssuerOf(process.env) });
  await built;
  await introduce(office.url, { development, demo: DEMO === 'on', pages: frontEnds !== undefined });
  starting.move();
  const tell = (line: string) => console.log(line);
  if (REBUILD) void office.rebuild(REBUILD, tell).catch(({ message }) => tell(`${REBUILD}: ${message}`));
  return office;
}

/** What the person at the terminal has to change needs no stack trace. */
function explain(error: unknown): never {
  throw error instanceof StackRefusal ? new ConfigError(error.message) : error;
}
