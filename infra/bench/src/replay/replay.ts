import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { analytics } from '@chengqi/analytics';
import type { Envelope, ServiceName } from '@chengqi/schemas';
import {
  createDiskStore,
  createInProcessTransport,
  createKafkaTransport,
  createLogger,
  createSigningKey,
  type DatabaseTarget,
  type EventTransport,
  kitEntities,
  kitMigrations,
  localKeys,
  OutboxEntity,
  openDatabase,
  type Publication,
  startService,
} from '@chengqi/service-kit';
import { createDatabases, removeOwn, serverAddresses } from '@chengqi/stack';

const prefix = 'bench_';
const owners = ['documents', 'meetings', 'supervision', 'security', 'reception'] as const;
const log = createLogger('bench');

/** Where events come from and go to. */
export interface Road extends AsyncDisposable {
  readonly mode: 'embedded' | 'full';
  readonly transport: EventTransport;
  databaseOf(service: ServiceName): DatabaseTarget;
}

/** The outboxes of SQLite are the log themselves. */
export function openEmbeddedRoad(folder: string): Road {
  const transport = createInProcessTransport(log);
  return {
    mode: 'embedded',
    transport,
    databaseOf: (service) => ({ kind: 'sqlite', file: join(folder, `${service}.sqlite`) }),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  };
}

/** Relays carry the outboxes of MariaDB into topics of Kafka. */
export async function openFullRoad(): Promise<Road> {
  const addresses = serverAddresses();
  await createDatabases(prefix, [...owners, 'analytics']);
  const brokers = addresses.kafkaBrokers.split(',');
  const transport = createKafkaTransport({ brokers, prefix, log });
  return {
    mode: 'full',
    transport,
    databaseOf: (service) => ({ kind: 'mysql', url: addresses.mysqlUrlOf(service, prefix) }),
    async [Symbol.asyncDispose]() {
      await transport[Symbol.asyncDispose]();
      await removeOwn(prefix, [...owners, 'analytics']);
    },
  };
}

/** Puts the events into the topics of their owners and returns when all are there. */
export async function publishAll(events: readonly Envelope[], road: Road): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack();
  const publications: Publication[] = [];
  const byOwner = Map.groupBy(events, ({ type }) => type.split('.')[0] as ServiceName);
  for (const owner of owners) {
    const db = await openDatabase(road.databaseOf(owner), { entities: kitEntities, migrations: kitMigrations });
    resources.defer(() => db.close());
    const rows = (byOwner.get(owner) ?? []).map((event) => ({
      eventId: event.id,
      bucket: event.subject.charCodeAt(event.subject.length - 1) % 16,
      aggregateId: event.subject,
      sequence: event.sequence,
      type: event.type,
      envelope: JSON.stringify(event),
      createdAt: new Date(event.time),
      publishedAt: null,
    }));
    await db.write(async (manager) => {
      for (let from = 0; from < rows.length; from += 500)
        await manager.getRepository(OutboxEntity).insert(rows.slice(from, from + 500));
    });
    publications.push(resources.use(await road.transport.publish(owner, db)));
  }
  const depth = async () => Promise.all(publications.map((publication) => publication.depth()));
  while ((await depth()).some((waiting) => waiting > 0)) await sleep(200);
  return resources.move();
}

export interface Replayed {
  readonly events: number;
  readonly seconds: number;
}

/** Starts analytics on a new database and times it from the first batch handled to the last. */
export async function replay(events: readonly Envelope[], road: Road): Promise<Replayed> {
  let [handled, first, started] = [0, 0, 0];
  const all = Promise.withResolvers<Replayed>();
  const transport: EventTransport = {
    ...road.transport,
    subscribe: (group, topics, db, handle) =>
      road.transport.subscribe(group, topics, db, async (messages, goesOn) => {
        await handle(messages, goesOn);
        const now = performance.now();
        handled += messages.length;
        if (first === 0) [first, started] = [handled, now];
        else if (handled >= events.length) all.resolve({ events: handled - first, seconds: (now - started) / 1000 });
      }),
  };
  await using _service = await startService(analytics, {
    database: road.databaseOf('analytics'),
    transport,
    files: createDiskStore(join(tmpdir(), 'chengqi-no-files')),
    key: await createSigningKey('analytics'),
    verificationKeys: localKeys([(await createSigningKey('bench')).publicJwk]),
    callSubgraph: async () => ({ data: {} }),
  });
  return await all.promise;
}
