import { setTimeout as sleep } from 'node:timers/promises';
import { defineEvent, type Envelope, type EventOrigin, topicOf } from '@chengqi/schemas';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EntitySchema, type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { z } from 'zod';
import { createCommands } from '../src/commands.ts';
import { countStatements } from '../src/database/database.ts';
import { IdempotencyEntity } from '../src/database/tables.ts';
import { createDispatcher } from '../src/events/dispatcher.ts';
import { forgetIdempotencyKeys } from '../src/idempotency.timer.ts';
import {
  anonymousViewer,
  column,
  columns,
  createClock,
  createInProcessTransport,
  createLogger,
  createTransaction,
  type Database,
  DeadLetterEntity,
  InboxEntity,
  kitEntities,
  kitMigrations,
  OutboxEntity,
  on,
  onBatch,
  openDatabase,
  type Request,
  refusal,
  systemActor,
  systemIds,
} from '../src/index.ts';
import { createTestDatabase, schemaDrift, testDialects } from '../src/testing/index.ts';

const counted = defineEvent('directory.CounterCounted.v1', z.object({ id: z.string(), n: z.int() }));
const other = defineEvent('directory.CounterForgotten.v1', z.object({ id: z.string() }));
const origin = (id: string): EventOrigin => ({ id, ownerOrgId: null, secrecyLevel: 'INTERNAL' });

interface Counter {
  id: string;
  n: number;
  version: number;
}
const CounterEntity = new EntitySchema<Counter>({
  name: 'Counter',
  tableName: 'counters',
  columns: { id: column.id(), n: column.integer('n'), version: column.integer('version') },
});
class CreateCounters1800000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(new Table({ name: 'counters', columns: [c.id(), c.integer('n'), c.integer('version')] }));
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('counters');
  }
}

const clock = createClock('Asia/Shanghai');
const log = createLogger('test');
const request: Request = {
  viewer: { ...anonymousViewer, kind: 'person', personId: 'psn_1' },
  actor: systemActor,
  requestId: 'r',
  language: 'en',
  traceparent: null,
};

describe.each(testDialects())('delivery on %s', (dialect) => {
  let resources: AsyncDisposableStack;
  const open = async (): Promise<Database> => {
    const database = resources.use(await createTestDatabase(dialect));
    const db = await openDatabase(database.target, {
      entities: [...kitEntities, CounterEntity],
      migrations: [...kitMigrations, CreateCounters1800000000000],
    });
    resources.defer(() => db.close());
    return db;
  };
  const sourceOf = (db: Database, wake = () => {}) => ({
    service: 'directory' as const,
    db,
    clock,
    ids: systemIds,
    wake,
  });
  const count = (db: Database, id: string, wake?: () => void) =>
    db.write(async (manager) => {
      const tx = createTransaction(sourceOf(db, wake), manager, {});
      const before = await manager.getRepository(CounterEntity).findOneByOrFail({ id });
      const after = await tx.update(CounterEntity, before, { n: before.n + 1 });
      await tx.append(counted.create(origin(id), { id, n: after.n }));
    });
  const outbox = async (db: Database) =>
    (await db.read.getRepository(OutboxEntity).find({ order: { id: 'ASC' } })).map(
      ({ envelope }) => JSON.parse(envelope) as Envelope,
    );

  beforeEach(() => {
    resources = new AsyncDisposableStack();
  });
  afterEach(() => resources.disposeAsync());

  it('migrations produce exactly the entities', async () => {
    const db = await open();
    expect(await schemaDrift(db)).toEqual([]);
  });

  it('loses no write and numbers events without gaps when writers race', async () => {
    const db = await open();
    await db.write((manager) =>
      manager.getRepository(CounterEntity).insert([
        { id: 'a', n: 0, version: 1 },
        { id: 'b', n: 0, version: 1 },
      ]),
    );
    await Promise.all(Array.from({ length: 40 }, (_, index) => count(db, index % 2 ? 'a' : 'b')));
    expect(await db.read.getRepository(CounterEntity).findOneByOrFail({ id: 'a' })).toMatchObject({
      n: 20,
      version: 21,
    });
    for (const id of ['a', 'b']) {
      const events = (await outbox(db)).filter(({ subject }) => subject === id);
      expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect(new Set(events.map(({ correlationid }) => correlationid)).size).toBe(1);
    }
  });

  it('numbers events stored together aggregate by aggregate, in the order given, with the statements of one', async () => {
    const db = await open();
    const append = (...names: [id: string, n: number][]) =>
      db.write((manager) =>
        createTransaction(sourceOf(db), manager, {}).append(
          names.map(([id, n]) => counted.create(origin(id), { id, n })),
          { within: (id) => `around ${id}` },
        ),
      );
    const one = await countStatements(() => append(['b', 1]));

    expect(await countStatements(() => append(['b', 2], ['a', 1], ['b', 3], ['a', 2], ['c', 1]))).toBe(one);

    const told = (await outbox(db)).map(({ subject, sequence, data }) => [subject, sequence, data]);
    expect(told).toEqual([
      ['b', 1, { id: 'b', n: 1 }],
      ['b', 2, { id: 'b', n: 2 }],
      ['a', 1, { id: 'a', n: 1 }],
      ['b', 3, { id: 'b', n: 3 }],
      ['a', 2, { id: 'a', n: 2 }],
      ['c', 1, { id: 'c', n: 1 }],
    ]);
    await db.write((manager) =>
      createTransaction(sourceOf(db), manager, {}).append(counted.create(origin('around a'), { id: 'x', n: 1 })),
    );
    const chainOf = new Map((await outbox(db)).map(({ subject, correlationid }) => [subject, correlationid]));
    expect(chainOf.get('around a')).toBe(chainOf.get('a'));
    expect(new Set(chainOf.values()).size).toBe(3);
  });

  it('stores neither rows nor events of a transaction that fails, and refuses a payload against its contract', async () => {
    const db = await open();
    const insertAnd = (data: { id: string; n: number }) =>
      db.write(async (manager) => {
        const tx = createTransaction(sourceOf(db), manager, {});
        await tx.insert(CounterEntity, { id: 'a', n: 0, version: 1 });
        await tx.append(counted.create(origin('a'), data));
      });
    await expect(insertAnd({ id: 'a', n: 0.5 })).rejects.toThrow();
    expect(await db.read.getRepository(CounterEntity).count()).toBe(0);
    expect(await outbox(db)).toEqual([]);
  });

  it('handles twice-delivered events once, in order, and parks what follows a poisoned one', async () => {
    const [owner, consumer] = [await open(), await open()];
    await owner.write((manager) =>
      manager.getRepository(CounterEntity).insert([
        { id: 'a', n: 0, version: 1 },
        { id: 'b', n: 0, version: 1 },
      ]),
    );
    for (const id of ['a', 'b', 'a', 'b', 'a']) await count(owner, id);
    const handled: string[] = [];
    const handle = createDispatcher({
      source: sourceOf(consumer),
      log,
      retry: { inPlace: 1, pauses: 0, firstMilliseconds: 1, pauseMilliseconds: 1 },
      consumers: [
        on(counted, async ({ data }) => {
          if (data.id === 'a' && data.n === 2) throw new Error('poison');
          handled.push(`${data.id}${data.n}`);
        }),
      ],
    });
    const messages = (await outbox(owner)).map((event) => ({
      topic: topicOf('directory'),
      value: JSON.stringify(event),
    }));
    await handle([...messages, { topic: topicOf('directory'), value: '{broken' }]);
    await handle(messages);
    expect(new Set(handled)).toEqual(new Set(['a1', 'b1', 'b2']));
    const letters = await consumer.read.getRepository(DeadLetterEntity).find({ order: { sequence: 'ASC' } });
    expect(letters.map(({ errorClass, sequence }) => [errorClass, sequence])).toEqual([
      ['POISON', null],
      ['Error', 2],
      ['GAP', 3],
    ]);
  });

  it('gives a projection the new events of a batch at once, and a poisoned one alone to the dead letters', async () => {
    const [owner, consumer] = [await open(), await open()];
    await owner.write((manager) =>
      manager.getRepository(CounterEntity).insert([
        { id: 'a', n: 0, version: 1 },
        { id: 'b', n: 0, version: 1 },
      ]),
    );
    for (const id of ['a', 'b', 'a', 'b']) await count(owner, id);
    const batches: string[][] = [];
    const poisoned = new Set<string>();
    const handle = createDispatcher({
      source: sourceOf(consumer),
      log,
      retry: { inPlace: 1, pauses: 0, firstMilliseconds: 1, pauseMilliseconds: 1 },
      consumers: [
        onBatch([counted, other], async (events) => {
          const names = events.map(({ data }) => `${counted.schema.parse(data).id}${counted.schema.parse(data).n}`);
          if (names.some((name) => poisoned.has(name))) throw new Error('poison');
          batches.push(names);
        }),
      ],
    });
    const [a1, b1, a2, b2] = (await outbox(owner)).map((event) => ({
      topic: topicOf('directory'),
      value: JSON.stringify(event),
    }));
    if (!a1 || !b1 || !a2 || !b2) throw new Error('four events were counted');

    await handle([a1, b1, a1]);
    poisoned.add('a2');
    await handle([b1, a2, b2]);

    expect(batches).toEqual([['a1', 'b1'], ['b2']]);
    expect(await consumer.read.getRepository(InboxEntity).count()).toBe(3);
    const letters = await consumer.read.getRepository(DeadLetterEntity).find();
    expect(letters.map(({ aggregateId, sequence }) => [aggregateId, sequence])).toEqual([['a', 2]]);
  });

  it('advances over types it does not know and keeps newer versions of known ones for a person', async () => {
    const consumer = await open();
    const handle = createDispatcher({ source: sourceOf(consumer), log, consumers: [on(counted, async () => {})] });
    const event = (type: string, sequence: number, data: unknown) => ({
      topic: topicOf('directory'),
      value: JSON.stringify({
        specversion: '1.0',
        id: systemIds.next('evt'),
        type,
        source: '/services/directory',
        subject: 'a',
        time: '2026-01-01T00:00:00Z',
        datacontenttype: 'application/json',
        sequence,
        aggregateversion: sequence,
        correlationid: 'c',
        causationid: null,
        actorid: null,
        onbehalfof: null,
        actorrole: null,
        orgid: null,
        secrecylevel: 'PUBLIC',
        provenance: 'live',
        traceparent: null,
        data,
      }),
    });
    await handle([
      event(other.type, 1, {}),
      event(counted.type, 2, { id: 'a', n: 1 }),
      event('directory.CounterCounted.v2', 3, {}),
    ]);
    const letters = await consumer.read.getRepository(DeadLetterEntity).find();
    expect(letters.map(({ errorClass, sequence }) => [errorClass, sequence])).toEqual([['UnreadableMessage', 3]]);
  });

  it('answers a repeated key with the first answer, be it an id or a refusal', async () => {
    const db = await open();
    const { execute } = createCommands(sourceOf(db));
    let runs = 0;
    const make = (key: string, n: number) =>
      execute(request, 'makeCounter', { idempotencyKey: key, n } as { idempotencyKey: string }, async (tx) => {
        runs += 1;
        if (n < 0) throw refusal('GUARD_FAILED', { en: 'no', zh: '否' }, { rule: 'O-1' });
        return (await tx.insert(CounterEntity, { id: systemIds.next('cnt'), n, version: 1 })).id;
      });
    const together = await Promise.all(Array.from({ length: 5 }, () => make('k1', 1)));
    expect(new Set(together).size).toBe(1);
    expect(await db.read.getRepository(CounterEntity).count()).toBe(1);
    await expect(make('k2', -1)).rejects.toMatchObject({ code: 'GUARD_FAILED', details: { rule: 'O-1' } });
    runs = 0;
    await expect(make('k2', -1)).rejects.toMatchObject({ code: 'GUARD_FAILED', details: { rule: 'O-1' } });
    await expect(make('k1', 2)).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
    expect(runs).toBe(0);
  });

  it('keeps the first answer of a key for seven days, then frees the key', async () => {
    const db = await open();
    let now = new Date('2026-09-14T01:00:00Z');
    const source = { ...sourceOf(db), clock: createClock('Asia/Shanghai', () => now) };
    const { execute } = createCommands(source);
    const make = (idempotencyKey: string) =>
      execute(request, 'makeCounter', { idempotencyKey }, async (tx) => {
        return (await tx.insert(CounterEntity, { id: systemIds.next('cnt'), n: 1, version: 1 })).id;
      });
    const at = async (instant: string) => {
      now = new Date(instant);
      await db.write((manager) => forgetIdempotencyKeys.run(createTransaction(source, manager, {})));
    };
    const first = await make('k1');

    await at('2026-09-21T01:00:00Z');
    expect(await make('k1')).toBe(first);
    await at('2026-09-21T01:00:00.001Z');
    expect(await make('k1')).not.toBe(first);
  });

  it('frees old keys in portions, the oldest first', async () => {
    const db = await open();
    const now = new Date('2026-09-14T01:00:00Z');
    const source = { ...sourceOf(db), clock: createClock('Asia/Shanghai', () => now) };
    const answers = Array.from({ length: 1500 }, (_, index) => ({
      person: 'psn_1',
      mutation: 'makeCounter',
      key: `k${index}`,
      inputHash: '',
      aggregateId: 'a',
      refusal: null,
      createdAt: new Date(Date.parse('2026-09-01T00:00:00Z') + index),
    }));
    await db.write(async (manager) => {
      for (let from = 0; from < answers.length; from += 500)
        await manager.getRepository(IdempotencyEntity).insert(answers.slice(from, from + 500));
    });
    const keys = async () =>
      (await db.read.getRepository(IdempotencyEntity).find({ order: { createdAt: 'ASC' } })).map(({ key }) => key);
    const run = () => db.write((manager) => forgetIdempotencyKeys.run(createTransaction(source, manager, {})));

    await run();
    expect(await keys()).toEqual(answers.slice(1000).map(({ key }) => key));
    await run();
    expect(await keys()).toEqual([]);
  });

  if (dialect === 'sqlite') {
    it('follows the log in process, from the beginning and after a restart', async () => {
      const [owner, consumer] = [await open(), await open()];
      await owner.write((manager) => manager.getRepository(CounterEntity).insert({ id: 'a', n: 0, version: 1 }));
      const seen: number[] = [];
      const follow = async () => {
        const transport = createInProcessTransport(log);
        const publication = await transport.publish('directory', owner);
        const handle = createDispatcher({
          source: sourceOf(consumer),
          log,
          consumers: [on(counted, async ({ data }) => void seen.push(data.n))],
        });
        const subscription = await transport.subscribe('meetings', ['directory'], consumer, handle);
        return { publication, subscription, transport };
      };
      await count(owner, 'a');
      const first = await follow();
      await count(owner, 'a', () => first.publication.wake());
      while ((await first.subscription.backlog())[topicOf('directory')] !== 0) await sleep(5);
      await first.subscription[Symbol.asyncDispose]();
      await count(owner, 'a');
      const second = await follow();
      while ((await second.subscription.backlog())[topicOf('directory')] !== 0) await sleep(5);
      await second.subscription[Symbol.asyncDispose]();
      expect(seen).toEqual([1, 2, 3]);
    });
  }
});
