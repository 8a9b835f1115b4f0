import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AuditEntity } from '@chengqi/office-kernel';
import type { Envelope, ServiceName } from '@chengqi/schemas';
import {
  createClock,
  createDiskStore,
  createInProcessTransport,
  createKafkaTransport,
  createLogger,
  createSigningKey,
  type DatabaseTarget,
  type Dialect,
  type EventTransport,
  gatewayOwner,
  InboxEntity,
  kitEntities,
  kitMigrations,
  localKeys,
  OutboxEntity,
  openDatabase,
  type RunningService,
  rebuildBeside,
  type ServiceDefinition,
  type ServiceOptions,
  startService,
  systemIds,
  type Timer,
} from '@chengqi/service-kit';
import { createTestDatabase, testDialects } from '@chengqi/service-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectionsBy } from '../src/projection/projections.ts';
import { StaleDayEntity } from '../src/projection/stale-day.repository.ts';
import { analytics } from '../src/service.ts';
import { ToldWarningEntity, WarningMarkEntity } from '../src/warnings/warning.entity.ts';
import { callLoss, toldAt, type WarningMark, type WarningOfUnit } from '../src/warnings/warning.ts';
import { raise } from '../src/warnings/warning.workflow.ts';
import { aHistory, digestsOf, ownerOf } from './a-history.ts';

/** All that is projected: facts, days counted ahead, chains, inboxes. */
const tables = [
  ...projectionsBy(() => new Date(0)).map(({ entity }) => entity.options.tableName as string),
  ...['rollup_day', 'freshness', 'late_facts', 'work_matters', 'filed_subjects'],
  // An archivist's work for what was filed already is kept or not, as the news came, and never shown.
  `work_items WHERE action <> 'CATALOGUE' OR subject_id NOT IN (SELECT id FROM filed_subjects)`,
];
const log = createLogger('test');

/** The transport that goes with the engine: topics of Kafka beside MariaDB, the outboxes themselves beside SQLite. */
function transportOf(dialect: Dialect): EventTransport | null {
  if (dialect === 'sqlite') return createInProcessTransport(log);
  const brokers = process.env.KAFKA_BROKERS?.split(',');
  return brokers ? createKafkaTransport({ brokers, prefix: `test-${randomBytes(4).toString('hex')}-`, log }) : null;
}

/** Puts events where their owners put them, and publishes them. */
async function publishAll(events: readonly Envelope[], dialect: Dialect, transport: EventTransport) {
  const resources = new AsyncDisposableStack();
  for (const [owner, own] of Map.groupBy(events, ownerOf)) {
    const { target } = resources.use(await createTestDatabase(dialect));
    const db = await openDatabase(target, { entities: kitEntities, migrations: kitMigrations });
    resources.defer(() => db.close());
    const rows = own.map((event) => ({
      eventId: event.id,
      bucket: [...event.subject].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 16,
      aggregateId: event.subject,
      sequence: event.sequence,
      type: event.type,
      envelope: JSON.stringify(event),
      createdAt: new Date(event.time),
      publishedAt: null,
    }));
    await db.write(async (manager) => {
      for (let from = 0; from < rows.length; from += 200)
        await manager.getRepository(OutboxEntity).insert(rows.slice(from, from + 200));
    });
    resources.use(await transport.publish(owner as ServiceName, db));
  }
  return resources;
}

/** One that the clock leaves alone. */
const aMark: WarningMark = {
  ...{ id: `ewn_${'a'.repeat(26)}0123456789`, version: 3, ownerOrgId: `org_${'a'.repeat(26)}`, note: null },
  ...{ createdAt: new Date(0), updatedAt: new Date(0), subjectId: null, stateById: null, stateSince: null },
  ...{ status: 'NEW', secrecyLevel: 'INTERNAL', kind: 'CALL_LOSS' },
};

const loss = { orgId: `org_${'b'.repeat(26)}`, line: 'A', total: 20, missed: 3 };

const { rebuild } = analytics;
if (!rebuild) throw new Error('analytics can be rebuilt');

/** Tells of warnings all the time, and is not done before it has told of one. */
const talkative: ServiceDefinition = {
  ...analytics,
  rebuild: {
    ...rebuild,
    isSettled: async (kit) =>
      (await rebuild.isSettled(kit)) && (await kit.db.read.getRepository(OutboxEntity).exists()),
  },
  start(kit) {
    const parts = analytics.start(kit);
    const often = (timer: Timer) => (timer.name === 'told-warnings' ? { ...timer, everySeconds: 0.05 } : timer);
    return { ...parts, timers: parts.timers?.map(often) ?? [] };
  },
};

/** For groups to form and all topics to be read, several times, beside whatever the machine does. */
const patience = 600_000;

/** Tells how many messages were handled, after each batch. */
function countingTransport(transport: EventTransport, tell: (handled: number) => void): EventTransport {
  let handled = 0;
  return {
    ...transport,
    subscribe: (group, owners, db, handle) =>
      transport.subscribe(group, owners, db, async (messages, goesOn) => {
        await handle(messages, goesOn);
        handled += messages.length;
        tell(handled);
      }),
  };
}

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await sleep(100);
};

describe.each(testDialects())('a rebuild on %s', (dialect) => {
  const transport = transportOf(dialect);
  const test = transport ? it : it.skip;
  let published: AsyncDisposable | undefined;
  let events: Envelope[];
  beforeAll(async () => {
    events = await aHistory();
    if (transport) published = await publishAll(events, dialect, transport);
  });
  afterAll(async () => {
    await published?.[Symbol.asyncDispose]();
    await transport?.[Symbol.asyncDispose]();
  });

  const optionsFor = async (database: DatabaseTarget): Promise<ServiceOptions> => ({
    database,
    transport: transport as EventTransport,
    files: createDiskStore(join(tmpdir(), 'chengqi-no-files')),
    key: await createSigningKey('analytics'),
    verificationKeys: localKeys([(await createSigningKey(gatewayOwner)).publicJwk]),
    clock: createClock('Asia/Shanghai', () => new Date('2026-10-12T02:00:00Z')),
    callSubgraph: async () => ({ data: {} }),
  });
  const start = async (database: DatabaseTarget): Promise<RunningService> =>
    startService(analytics, await optionsFor(database));
  const handled = ({ kit }: RunningService) => kit.db.read.getRepository(InboxEntity).count();
  const quiet = (service: RunningService) =>
    until(async () => {
      const { backlog, deadLetters } = await service.status();
      if (deadLetters > 0) throw new Error('a dead letter');
      if (Object.values(backlog).some((waiting) => waiting !== 0) || (await handled(service)) === 0) return false;
      return !(await service.kit.db.read.getRepository(StaleDayEntity).exists());
    });
  const digests = ({ kit }: RunningService) => digestsOf((sql) => kit.db.writer.query(sql), tables);

  /** Reads all topics into the database until nothing waits; stopped `stops` times on the way. */
  async function read(database: DatabaseTarget, stops = 0): Promise<Record<string, string>> {
    for (let stop = 1; stop <= stops; stop += 1) {
      await using service = await start(database);
      await until(async () => (await handled(service)) >= (events.length * stop) / (stops + 1));
    }
    await using service = await start(database);
    await quiet(service);
    expect(await handled(service)).toBe(events.length);
    return await digests(service);
  }

  const whole = new AsyncDisposableStack();
  let first: DatabaseTarget;
  let before: Record<string, string>;
  beforeAll(async () => {
    if (!transport) return;
    first = whole.use(await createTestDatabase(dialect)).target;
    before = await read(first);
  }, patience);
  afterAll(() => whole.disposeAsync());

  test('all tables hold something', () => {
    expect(Object.entries(before).filter(([, found]) => found.startsWith('0 '))).toEqual([]);
  });

  test(
    'A-1: all facts, days counted ahead, chains and inboxes are the same after the database was dropped',
    async () => {
      await using second = await createTestDatabase(dialect);
      expect(await read(second.target)).toEqual(before);
    },
    patience,
  );

  test(
    'A-1: they are the same when reading was broken off twice',
    async () => {
      await using broken = await createTestDatabase(dialect);
      expect(await read(broken.target, 2)).toEqual(before);
    },
    patience,
  );

  test(
    'A-1: beside the tables that answer they are made anew, also when that was broken off, and take their place at once',
    async () => {
      const resources = new AsyncDisposableStack();
      let running = await start(first);
      resources.defer(() => running[Symbol.asyncDispose]());
      const { manager } = running.kit.db.writer;
      // A fault of the past in what answers, and an entry of the audit, which no event tells.
      await manager.query(`UPDATE rollup_day SET numerator = numerator + 1 WHERE metric = 'call.total'`);
      const audited = () => running.kit.db.read.getRepository(AuditEntity).countBy({ act: 'readLineage' });
      await running.kit.db.writer.getRepository(AuditEntity).insert({
        ...{ id: systemIds.next('aud'), at: new Date(), act: 'readLineage', entityType: 'itm', entityId: 'itm_1' },
      });
      // And what a unit made of a warning, which no event tells either.
      const marked = () => running.kit.db.read.getRepository(WarningMarkEntity).find();
      await running.kit.db.writer.getRepository(WarningMarkEntity).insert(aMark);
      const marks = await marked();
      const total = `SELECT SUM(numerator) AS n FROM rollup_day WHERE metric = 'call.total'`;
      const answers = async () => Number((await running.kit.db.read.query<{ n: number }[]>(total))[0]?.n);
      const wrong = await answers();

      const lines: string[] = [];
      const seen: number[] = [];
      const live = {
        query: (sql: string) => running.kit.db.read.query(sql),
        async stop() {
          seen.push(await answers());
          await running[Symbol.asyncDispose]();
        },
        async start() {
          running = await start(first);
        },
      };
      const options = await optionsFor(first);
      const broken = new AbortController();
      const onTheWay = countingTransport(options.transport, (handled) => {
        if (handled > events.length / 3) broken.abort(new Error('broken off'));
      });
      const say = (line: string) => lines.push(line);
      const unfinished = { say, signal: broken.signal };
      await expect(rebuildBeside(analytics, { ...options, transport: onTheWay }, live, unfinished)).rejects.toThrow(
        'broken off',
      );
      expect([await answers(), seen]).toEqual([wrong, []]);
      let again = 0;
      const counted = countingTransport(options.transport, (handled) => {
        again = handled;
      });
      const { signal } = new AbortController();
      await rebuildBeside(analytics, { ...options, transport: counted }, live, { say, signal });

      expect(again).toBeLessThan(events.length);
      expect(seen).toEqual([wrong]);
      expect(await digests(running)).toEqual(before);
      expect(await answers()).toBeLessThan(wrong);
      expect(await audited()).toBe(1);
      expect(marks).toHaveLength(1);
      expect(await marked()).toEqual(marks);
      expect(lines.filter((line) => line.includes(' call.total '))).toHaveLength(2);
      await resources.disposeAsync();
    },
    patience,
  );

  test(
    'what was told of warnings stays told, and tables that are made anew tell nobody',
    async () => {
      let running = await start(first);
      await using resources = new AsyncDisposableStack();
      resources.defer(() => running[Symbol.asyncDispose]());
      const rowsOf = (what: string) => running.kit.db.read.query<unknown[]>(`SELECT ${what} ORDER BY 1`);
      const said = async () => [
        await rowsOf('id, event_id, envelope FROM outbox'),
        await rowsOf('* FROM stream'),
        await rowsOf('* FROM told_warnings'),
      ];
      await running.kit.transact(async (tx) => {
        const found = { ...callLoss(loss), orgId: loss.orgId } as WarningOfUnit;
        await tx.insert(ToldWarningEntity, toldAt(found, tx.now));
        await tx.append(raise(found, tx.now));
      });
      const before = await said();
      expect(before.map((rows) => rows.length)).toEqual([1, 1, 1]);

      const live = {
        query: (sql: string) => running.kit.db.read.query(sql),
        async stop() {
          await running[Symbol.asyncDispose]();
        },
        async start() {
          running = await start(first);
        },
      };
      const { signal } = new AbortController();
      await rebuildBeside(talkative, await optionsFor(first), live, { say: () => {}, signal });
      expect(await said()).toEqual(before);
    },
    patience,
  );

  test('the digests see one figure of one fact', async () => {
    await using service = await start(first);
    const { manager } = service.kit.db.writer;
    const [{ id }] = await manager.query('SELECT MIN(id) AS id FROM call_fact');
    await manager.query('UPDATE call_fact SET wait_seconds = wait_seconds + 1 WHERE id = ?', [id]);
    const { call_fact: was, ...others } = before;
    const { call_fact: is, ...same } = await digests(service);
    expect(same).toEqual(others);
    expect(is).not.toBe(was);
  });
});
