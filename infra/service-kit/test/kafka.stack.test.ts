import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineEvent, type EventOrigin, topicOf } from '@chengqi/schemas';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createDispatcher } from '../src/events/dispatcher.ts';
import {
  createClock,
  createKafkaTransport,
  createLogger,
  createTransaction,
  type Database,
  kitEntities,
  kitMigrations,
  on,
  openDatabase,
  systemIds,
} from '../src/index.ts';
import { createTestDatabase } from '../src/testing/index.ts';

const counted = defineEvent('directory.CounterCounted.v1', z.object({ id: z.string(), n: z.int() }));
const origin = (id: string): EventOrigin => ({ id, ownerOrgId: null, secrecyLevel: 'INTERNAL' });
const clock = createClock('Asia/Shanghai');
const log = createLogger('test');

describe('delivery by Kafka', () => {
  let resources: AsyncDisposableStack;
  const open = async (): Promise<Database> => {
    const database = resources.use(await createTestDatabase('mysql'));
    const db = await openDatabase(database.target, { entities: kitEntities, migrations: kitMigrations });
    resources.defer(() => db.close());
    return db;
  };

  beforeEach(() => {
    resources = new AsyncDisposableStack();
  });
  afterEach(() => resources.disposeAsync());

  it('carries each event once and in the order of its aggregate, with two relays and two consumers', async () => {
    const prefix = `test-${randomBytes(4).toString('hex')}-`;
    const transport = createKafkaTransport({
      brokers: (process.env.KAFKA_BROKERS ?? '127.0.0.1:19092').split(','),
      prefix,
      log,
    });
    const [owner, consumer] = [await open(), await open()];
    const seen = new Map<string, number[]>();
    const handle = createDispatcher({
      source: { service: 'meetings', db: consumer, clock, ids: systemIds, wake: () => {} },
      log,
      consumers: [on(counted, async ({ data }) => void seen.set(data.id, [...(seen.get(data.id) ?? []), data.n]))],
    });
    const relays = [
      resources.use(await transport.publish('directory', owner)),
      resources.use(await transport.publish('directory', owner)),
    ];
    const subscription = resources.use(await transport.subscribe('meetings', ['directory'], consumer, handle));
    resources.use(await transport.subscribe('meetings', ['directory'], consumer, handle));

    const source = { service: 'directory' as const, db: owner, clock, ids: systemIds, wake: () => relays[0]?.wake() };
    for (let n = 1; n <= 20; n += 1) {
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          owner.write((manager) =>
            createTransaction(source, manager, {}).append(counted.create(origin(`c${index}`), { id: `c${index}`, n })),
          ),
        ),
      );
    }
    const deadline = Date.now() + 40_000;
    const total = () => [...seen.values()].reduce((sum, list) => sum + list.length, 0);
    while (total() < 200 && Date.now() < deadline) await sleep(50);

    expect(seen.size).toBe(10);
    for (const numbers of seen.values()) expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(await relays[0]?.depth()).toBe(0);
    while ((await subscription.backlog())[topicOf('directory')] !== 0 && Date.now() < deadline) await sleep(100);
    expect(await subscription.backlog()).toEqual({ [topicOf('directory')]: 0 });
  });

  it('reads everything again for a database that is new, although the broker remembers its group', async () => {
    const transport = createKafkaTransport({
      brokers: (process.env.KAFKA_BROKERS ?? '127.0.0.1:19092').split(','),
      prefix: `test-${randomBytes(4).toString('hex')}-`,
      log,
    });
    const owner = await open();
    const publication = resources.use(await transport.publish('directory', owner));
    const source = { service: 'directory' as const, db: owner, clock, ids: systemIds, wake: () => publication.wake() };
    for (const n of [1, 2, 3]) {
      await owner.write((manager) =>
        createTransaction(source, manager, {}).append(counted.create(origin('c'), { id: 'c', n })),
      );
    }
    const readAll = async () => {
      const db = await open();
      const seen: number[] = [];
      const handle = createDispatcher({
        source: { service: 'meetings', db, clock, ids: systemIds, wake: () => {} },
        log,
        consumers: [on(counted, async ({ data }) => void seen.push(data.n))],
      });
      const subscription = await transport.subscribe('meetings', ['directory'], db, handle);
      const deadline = Date.now() + 40_000;
      while ((await subscription.backlog())[topicOf('directory')] !== 0 && Date.now() < deadline) await sleep(100);
      await subscription[Symbol.asyncDispose]();
      return seen;
    };

    expect(await readAll()).toEqual([1, 2, 3]);
    expect(await readAll()).toEqual([1, 2, 3]);
  });

  it('leaves nothing to a reader that was told to go while it joined its group', async () => {
    const brokers = (process.env.KAFKA_BROKERS ?? '127.0.0.1:19092').split(',');
    const transport = createKafkaTransport({ brokers, prefix: `test-${randomBytes(4).toString('hex')}-`, log });
    const [owner, consumer] = [await open(), await open()];
    const publication = resources.use(await transport.publish('directory', owner));
    const source = { service: 'directory' as const, db: owner, clock, ids: systemIds, wake: () => publication.wake() };
    let heardByGone = 0;
    for (const milliseconds of [0, 20, 50, 100, 200, 400]) {
      const going = await transport.subscribe('meetings', ['directory'], consumer, async (messages) => {
        heardByGone += messages.length;
      });
      await sleep(milliseconds);
      await going[Symbol.asyncDispose]();
    }

    await owner.write(async (manager) => {
      const tx = createTransaction(source, manager, {});
      for (let index = 0; index < 30; index += 1)
        await tx.append(counted.create(origin(`c${index}`), { id: `c${index}`, n: 1 }));
    });
    const heard = new Set<string>();
    const all = Promise.withResolvers<void>();
    resources.use(
      await transport.subscribe('meetings', ['directory'], consumer, async (messages) => {
        for (const { value } of messages) heard.add(JSON.parse(value).subject);
        if (heard.size === 30) all.resolve();
      }),
    );
    await all.promise;
    expect(heardByGone).toBe(0);
  });

  it('takes writes while the broker is away and keeps their events', async () => {
    const transport = createKafkaTransport({ brokers: ['127.0.0.1:1'], prefix: 'away-', log });
    const owner = await open();
    const publication = resources.use(await transport.publish('directory', owner));
    const subscription = resources.use(await transport.subscribe('meetings', ['directory'], owner, async () => {}));

    const source = { service: 'directory' as const, db: owner, clock, ids: systemIds, wake: () => publication.wake() };
    await owner.write((manager) =>
      createTransaction(source, manager, {}).append(counted.create(origin('c'), { id: 'c', n: 1 })),
    );

    expect(await publication.depth()).toBe(1);
    expect(await subscription.backlog()).toEqual({ [topicOf('directory')]: -1 });
  });
});
