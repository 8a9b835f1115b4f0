import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseOf, forEachAddress, portOf, type ServiceName, serviceNames } from '@chengqi/schemas';
import {
  createDiskStore,
  createKafkaTransport,
  createLogger,
  gatewayOwner,
  loadSigningKey,
  localKeys,
  rebuildBeside,
  type ServiceOptions,
} from '@chengqi/service-kit';
import mysql from 'mysql2/promise';
import { type Child, startChild } from './child.ts';
import { developmentIssuerOf } from './development-issuer.ts';
import { frontEndFolder } from './front-ends.ts';
import { checkPrefix, createDatabases, removeOwn } from './own-servers.ts';
import { freePorts, requireFreePort } from './ports.ts';
import { repositoryRoot, serverAddresses, stackDirectory } from './servers/addresses.ts';
import { StackRefusal } from './servers/refusal.ts';
import { serversState } from './servers/servers.ts';
import { definitions } from './services.ts';

export type ProcessName = ServiceName | 'gateway';

export interface FullOptions {
  /** Before database, topic and group names; they are removed on close. Empty: the office of `npm run start:stack`, which stays. */
  readonly prefix: string;
  /** Gateway and first subgraph; free ones when left out. */
  readonly ports?: { readonly gateway: number; readonly firstSubgraph: number };
  /** Gets every line the processes print. */
  readonly say?: (process: ProcessName, line: string) => void;
  readonly readySeconds?: number;
  /** Where its processes write their traces; nowhere when left out and the environment does not say. */
  readonly tracesFolder?: string | undefined;
}

export interface FullOffice extends AsyncDisposable {
  readonly url: string;
  readonly processes: ReadonlyMap<ProcessName, Child>;
  /** Base address of a subgraph's own port. */
  urlOf(name: ServiceName): string;
  /** Ends one process, politely or not. */
  stop(name: ProcessName, signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  start(name: ProcessName): Promise<void>;
  /** Fills the tables of a service that only projects anew from its topics, beside those that answer until then. */
  rebuild(name: ServiceName, say: (line: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** The full mode: one process per subgraph and for the gateway, on the MySQL server and the Kafka broker that are up. */
export async function startFull(options: FullOptions): Promise<FullOffice> {
  checkPrefix(options.prefix);
  await requireServers();
  await using resources = new AsyncDisposableStack();
  const ports = await portsOf(options);
  const keysFolder = await prepareKeys(options.prefix, resources);
  const filesFolder = prepareFiles(options.prefix, resources);
  await createDatabases(options.prefix, serviceNames);
  if (options.prefix !== '') resources.defer(() => removeOwn(options.prefix, serviceNames));
  const processes = new Map<ProcessName, Child>();
  resources.defer(() => stopAll(processes));
  const start = (name: ProcessName) => startOne(name, options, ports, { keysFolder, filesFolder }, processes);
  for (const name of serviceNames) start(name);
  start('gateway');
  const url = `http://127.0.0.1:${ports.gateway}`;
  await waitUntilReady(url, processes, options.readySeconds ?? 90);
  const office = {
    async start(name: ProcessName) {
      start(name);
      const address = `http://127.0.0.1:${ports[name]}`;
      await waitUntilReady(address, new Map([[name, childOf(processes, name)]]), options.readySeconds ?? 90);
    },
    async stop(name: ProcessName, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') {
      const child = childOf(processes, name);
      if (signal === 'SIGKILL') child.kill('SIGKILL');
      else await child.stop();
      await child.ended;
    },
  };
  const closing = new AbortController();
  let rebuilding: Promise<void> = Promise.resolve();
  resources.defer(async () => {
    closing.abort(new Error('the office closes; the rebuild goes on when it is asked again'));
    await rebuilding.catch(() => undefined);
  });
  const owned = resources.move();
  return {
    url,
    processes,
    ...office,
    rebuild(name, say) {
      rebuilding = rebuildOne(name, options.prefix, { keysFolder, filesFolder }, office, {
        say,
        signal: closing.signal,
      });
      return rebuilding;
    },
    urlOf: (name) => `http://127.0.0.1:${ports[name]}`,
    close: () => owned.disposeAsync(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function requireServers(): Promise<void> {
  const { mysql, kafka } = await serversState();
  const missing = [mysql === null && 'the MySQL server', !kafka && 'Kafka'].filter(Boolean);
  if (missing.length > 0)
    throw new StackRefusal(`${missing.join(' and ')} does not answer. Start the servers first: npm run stack -- up`);
}

type Ports = Readonly<Record<ProcessName, number>>;

async function portsOf({ ports }: FullOptions): Promise<Ports> {
  const names: readonly ProcessName[] = ['gateway', ...serviceNames];
  const numbers = ports
    ? [ports.gateway, ...serviceNames.map((name) => portOf(name, ports.firstSubgraph))]
    : await freePorts(names.length);
  for (const port of numbers) await requireFreePort('127.0.0.1', port);
  return Object.fromEntries(names.map((name, index) => [name, numbers[index]])) as Ports;
}

/** All keys exist before anybody starts: the gateway shows every public half from its first answer. */
async function prepareKeys(prefix: string, resources: AsyncDisposableStack): Promise<string> {
  const folder = prefix === '' ? join(stackDirectory, 'keys') : mkdtempSync(join(tmpdir(), 'chengqi-keys-'));
  if (prefix !== '') resources.defer(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  for (const owner of [gatewayOwner, ...serviceNames]) await loadSigningKey(folder, owner);
  return folder;
}

interface Folders {
  readonly keysFolder: string;
  readonly filesFolder: string;
}

/** A folder of files for each service; those of an office that is removed on close go with it. */
function prepareFiles(prefix: string, resources: AsyncDisposableStack): string {
  if (prefix === '') return join(stackDirectory, 'files');
  const folder = mkdtempSync(join(tmpdir(), 'chengqi-files-'));
  resources.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function startOne(
  name: ProcessName,
  { prefix, say, tracesFolder }: FullOptions,
  ports: Ports,
  { keysFolder, filesFolder }: Folders,
  processes: Map<ProcessName, Child>,
): void {
  const { kafkaBrokers, mysqlUrlOf } = serverAddresses();
  const common = {
    HOST: '127.0.0.1',
    PORT: String(ports[name]),
    KEYS_DIR: keysFolder,
    GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
    ...(tracesFolder && { TRACES_DIR: process.env.TRACES_DIR ?? tracesFolder }),
    ...forEachAddress((each) => `http://127.0.0.1:${ports[each]}`),
  };
  const own =
    name === 'gateway'
      ? {
          ...developmentIssuerOf(process.env),
          FRONT_ENDS_DIR: process.env.FRONT_ENDS_DIR ?? frontEndFolder,
          KAFKA_BROKERS: kafkaBrokers,
          TOPIC_PREFIX: prefix,
        }
      : {
          DATABASE_URL: mysqlUrlOf(name, prefix),
          KAFKA_BROKERS: kafkaBrokers,
          TOPIC_PREFIX: prefix,
          FILES_DIR: join(filesFolder, name),
        };
  const folder = join(repositoryRoot, name === 'gateway' ? 'gateway' : `services/${name}`);
  processes.set(name, startChild({ name, folder, env: { ...common, ...own }, say: (line) => say?.(name, line) }));
}

/** The reader of a rebuild runs in this process, and as who may make databases. */
async function rebuildOne(
  name: ServiceName,
  prefix: string,
  { keysFolder, filesFolder }: Folders,
  office: Pick<FullOffice, 'start' | 'stop'>,
  told: Parameters<typeof rebuildBeside>[3],
): Promise<void> {
  const definition = definitions.find((each) => each.name === name);
  if (!definition) throw new Error(`no service ${name}`);
  const { kafkaBrokers, mysqlAdminUrl } = serverAddresses();
  const url = new URL(mysqlAdminUrl);
  url.pathname = `/${prefix}${databaseOf(name)}`;
  const key = await loadSigningKey(keysFolder, name);
  await using transport = createKafkaTransport({ brokers: kafkaBrokers.split(','), prefix, log: createLogger(name) });
  const database = { kind: 'mysql', url: url.href } as const;
  const options: ServiceOptions = {
    ...{ database, transport, key, files: createDiskStore(join(filesFolder, name)), verificationKeys: localKeys([]) },
    callSubgraph: async () => {
      throw new Error('nobody is asked while tables are filled');
    },
  };
  const connection = await mysql.createConnection({ uri: url.href });
  try {
    const query = async (sql: string) => (await connection.query(sql))[0] as Record<string, unknown>[];
    const live = { query, stop: () => office.stop(name), start: () => office.start(name) };
    await rebuildBeside(definition, options, live, told);
  } finally {
    await connection.end();
  }
}

function childOf(processes: ReadonlyMap<ProcessName, Child>, name: ProcessName): Child {
  const child = processes.get(name);
  if (!child) throw new Error(`no process ${name}`);
  return child;
}

async function stopAll(processes: ReadonlyMap<ProcessName, Child>): Promise<void> {
  await processes.get('gateway')?.stop();
  await Promise.all([...processes.values()].map((child) => child.stop()));
}

/** A process that ends before the office is ready ends the start. */
async function waitUntilReady(url: string, processes: ReadonlyMap<ProcessName, Child>, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const fallen = [...processes].map(async ([name, { ended }]) => `${name} ended with ${await ended}`);
  while (performance.now() < end) {
    const ready = await fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    const first = await Promise.race([...fallen, sleep(150, null)]);
    if (first !== null) throw new StackRefusal(`The office did not start: ${first}.`);
  }
  throw new StackRefusal(`The office was not ready after ${seconds} s.`);
}
