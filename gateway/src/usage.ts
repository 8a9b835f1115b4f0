import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ApolloServerPlugin } from '@apollo/server';
import { type AskedFor, coordinatesOf, type Usage } from '@chengqi/schemas';
import type { Clock, Logger } from '@chengqi/service-kit';
import type { FastifyInstance } from 'fastify';
import type { DocumentNode } from 'graphql';
import { asksAs, type GatewayContext } from './context.ts';
import { fieldCoordinates } from './coordinates.ts';
import type { FieldRequests } from './metrics.ts';
import type { Guard } from './routes.ts';

interface UsageOptions {
  /** Where it is kept over restarts; nowhere when left out. */
  readonly file: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

type Counts = Map<string, { times: number; lastOn: string }>;
type Clients = Map<string, { readonly operations: Counts; readonly fields: Counts }>;

/** Names of their own choice are not taken without end. */
const mostClients = 200;
const mostOperations = 2000;
const savedEveryMilliseconds = 60_000;
/** What nobody has asked for so long breaks nobody. */
const keptDays = 400;
const dayMilliseconds = 86_400_000;

/** Records which client asks for what of the schema, without any value: what `npm run schema -- check --usage` wants. */
export function createUsage({ file, clock, log }: UsageOptions) {
  const kept = read(file, log);
  const since = kept?.since ?? clock.now().toISOString();
  const clients: Clients = mapOf(kept);
  const dependsOn = new WeakMap<DocumentNode, ReadonlySet<string>>();
  let changed = false;
  let served: ReadonlySet<string> = new Set();

  const plugin: ApolloServerPlugin<GatewayContext> = {
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate({ apiSchema }) {
        served = fieldCoordinates(apiSchema);
      },
    }),
    requestDidStart: async () => ({
      async didResolveOperation({ document, schema, operationName, contextValue }) {
        if (contextValue.rehearsal) return;
        const coordinates = dependsOn.get(document) ?? coordinatesOf(schema, document);
        dependsOn.set(document, coordinates);
        const on = clock.today();
        const { operations, fields } = countsOf(asksAs(contextValue) ?? 'unnamed');
        if (operations.size < mostOperations || operations.has(operationName ?? ''))
          count(operations, operationName ?? '', on);
        for (const coordinate of coordinates) count(fields, coordinate, on);
        changed = true;
      },
    }),
  };

  function countsOf(name: string) {
    const client = clients.has(name) || clients.size < mostClients ? name : 'others';
    const counts = clients.get(client) ?? { operations: new Map(), fields: new Map() };
    clients.set(client, counts);
    return counts;
  }

  const usage = (): Usage => ({
    since,
    clients: Object.fromEntries(
      [...clients].map(([client, { operations, fields }]) => [
        client,
        { operations: Object.fromEntries(operations), fields: Object.fromEntries(fields) },
      ]),
    ),
  });

  /** Of the fields that the graph has now. */
  function* fieldRequests(): Generator<FieldRequests> {
    for (const [client, { fields }] of clients)
      for (const [field, { times }] of fields) if (served.has(field)) yield { client, field, times };
  }

  async function save(): Promise<void> {
    if (!changed || file === undefined) return;
    changed = false;
    const oldest = new Date(clock.now().getTime() - keptDays * dayMilliseconds).toISOString().slice(0, 10);
    for (const { operations, fields } of clients.values())
      for (const counts of [operations, fields])
        for (const [key, { lastOn }] of counts) if (lastOn < oldest) counts.delete(key);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(usage()), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  const saveOrSay = () => save().catch((error: unknown) => log.error({ err: error, file }, 'usage was not kept'));
  const saving = setInterval(saveOrSay, savedEveryMilliseconds).unref();

  return {
    plugin,
    usage,
    fieldRequests,
    addRoute: (app: FastifyInstance, guard: Guard) => app.get('/usage', { onRequest: guard }, async () => usage()),
    async [Symbol.asyncDispose]() {
      clearInterval(saving);
      await saveOrSay();
    },
  };
}

function count(counts: Counts, key: string, lastOn: string): void {
  const known = counts.get(key);
  if (known === undefined) counts.set(key, { times: 1, lastOn });
  else {
    known.times += 1;
    known.lastOn = lastOn;
  }
}

/** What was kept; null where nothing is, or nothing that can be read: it is a record and no reason not to start. */
function read(file: string | undefined, log: Logger): Usage | null {
  if (file === undefined || !existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Usage;
  } catch (error) {
    log.error({ err: error, file }, 'the record of usage cannot be read and begins anew');
    return null;
  }
}

const mapOf = (kept: Usage | null): Clients =>
  new Map(
    Object.entries(kept?.clients ?? {}).map(([client, { operations, fields }]) => [
      client,
      { operations: countsFrom(operations), fields: countsFrom(fields) },
    ]),
  );

const countsFrom = (record: Readonly<Record<string, AskedFor>>): Counts =>
  new Map(Object.entries(record).map(([key, asked]) => [key, { ...asked }]));
