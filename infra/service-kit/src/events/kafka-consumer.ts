import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Kafka, type Consumer as KafkaConsumer } from 'kafkajs';
import type { Database } from '../database/database.ts';
import { InboxEntity } from '../database/tables.ts';
import type { Logger } from '../log.ts';
import { createTopics } from './kafka-topics.ts';
import { type MessageHandler, Pause, type Subscription } from './transport.ts';
import { withDeadline } from './with-deadline.ts';

const rebuildMilliseconds = 1_000;

/**
 * A database that has handled nothing is new, whatever the broker remembers of its group: everything is read again, so
 * that a service is rebuilt by dropping its database. A group that still has members is waited for, unless one of them
 * shares this database.
 */
async function rewindForNew(
  kafka: Kafka,
  groupId: string,
  db: Database,
  log: Logger,
  stopping: AbortSignal,
): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    while (!stopping.aborted && !(await db.read.getRepository(InboxEntity).exists())) {
      const offsets = await admin.fetchOffsets({ groupId });
      if (!offsets.some(({ partitions }) => partitions.some(({ offset }) => Number(offset) > 0))) return;
      const removed = await admin.deleteGroups([groupId]).then(
        () => true,
        () => false,
      );
      if (removed) return log.info({ groupId }, 'the database is new: the topics are read from their beginning');
      await sleep(rebuildMilliseconds, undefined, { signal: stopping }).catch(() => undefined);
    }
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** What one service follows, under which group, into which database. */
export interface Following {
  readonly groupId: string;
  readonly topics: string[];
  /** Before the name of every topic, not known to the handler. */
  readonly prefix: string;
  readonly partitions: number;
  /** Where a group that is new reads everything again; null follows what comes from now on. */
  readonly db: Database | null;
  readonly handle: MessageHandler;
  readonly log: Logger;
}

/** Keeps one consumer of the group alive: an object that crashed for good is thrown away and a new one made. */
export function follow(
  kafka: Kafka,
  { groupId, topics, prefix, partitions, db, handle, log }: Following,
): Subscription {
  let stopped = false;
  let following = false;
  let current: KafkaConsumer | null = null;
  const stopping = new AbortController();

  const start = async (): Promise<void> => {
    const consumer = kafka.consumer({
      groupId,
      sessionTimeout: 45_000,
      rebalanceTimeout: 90_000,
      heartbeatInterval: 3_000,
      maxWaitTimeInMs: 200,
      // A member that gives up while joining never leaves the group, and the group waits a whole session for it.
      retry: { retries: 8, initialRetryTime: 200, maxRetryTime: 2_000, restartOnFailure: async () => false },
    });
    current = consumer;
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      log.error({ err: payload.error, groupId }, 'the consumer crashed; a new one is made');
      void restart(consumer);
    });
    await createTopics(kafka, topics, partitions, log, stopping.signal);
    if (db) await rewindForNew(kafka, groupId, db, log, stopping.signal);
    if (stopped) return;
    following = true;
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: db !== null });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // Half of the time of a batch the database is waited for. Nothing is promised between partitions, which other
      // instances read at the same time as well.
      partitionsConsumedConcurrently: 3,
      eachBatch: (payload) => handleBatch(payload, consumer, prefix, handle),
    });
    // Who is told to leave while joining the group does not hear it, and would keep its partitions from all others.
    if (stopped) await consumer.disconnect();
  };

  const restart = async (broken: KafkaConsumer): Promise<void> => {
    if (stopped || current !== broken) return;
    current = null;
    await broken.disconnect().catch(() => undefined);
    while (!stopped) {
      await sleep(rebuildMilliseconds);
      if (stopped) return;
      starting = start();
      const started = await starting.then(
        () => true,
        () => false,
      );
      if (started) return;
    }
  };

  // Not awaited: joining the group can wait for the session of a dead member, and reads must not.
  let starting = start();
  starting.catch(() => current && restart(current));
  return {
    backlog: async () => (following ? backlogOf(kafka, groupId, topics, prefix) : unknownOf(topics, prefix)),
    async [Symbol.asyncDispose]() {
      stopped = true;
      stopping.abort();
      const left = Promise.all([current?.disconnect(), starting.catch(() => undefined)]);
      await withDeadline(left, 5_000).catch(() => undefined);
      // Nobody comes back to a group that keeps nothing.
      if (!db) await withDeadline(forget(kafka, groupId), 2_000).catch(() => undefined);
    },
  };
}

async function forget(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.deleteGroups([groupId]);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

type Batch = Parameters<NonNullable<Parameters<KafkaConsumer['run']>[0]>['eachBatch'] & {}>[0];
const chunk = 1000;

async function handleBatch(
  { batch, resolveOffset, heartbeat, isRunning, isStale, commitOffsetsIfNecessary, uncommittedOffsets }: Batch,
  consumer: KafkaConsumer,
  prefix: string,
  handle: MessageHandler,
): Promise<void> {
  const topic = batch.topic.slice(prefix.length);
  for (let at = 0; at < batch.messages.length; at += chunk) {
    if (!isRunning() || isStale()) return;
    const messages = batch.messages.slice(at, at + chunk);
    try {
      await handle(
        messages.map(({ value }) => ({ topic, value: value?.toString('utf8') ?? '' })),
        () => isRunning() && !isStale(),
      );
    } catch (error) {
      if (!isRunning() || isStale()) return;
      const pause = error instanceof Pause ? error.milliseconds : 2_000;
      consumer.pause([{ topic: batch.topic, partitions: [batch.partition] }]);
      consumer.seek({
        topic: batch.topic,
        partition: batch.partition,
        offset: messages[0]?.offset ?? batch.firstOffset() ?? '0',
      });
      setTimeout(() => resume(consumer, batch), pause).unref();
      return;
    }
    resolveOffset(messages.at(-1)?.offset ?? '0');
    await commitOffsetsIfNecessary(uncommittedOffsets());
    await heartbeat();
  }
}

/** A consumer that was stopped or replaced meanwhile refuses; the one in its place paused nothing. */
function resume(consumer: KafkaConsumer, { topic, partition }: Batch['batch']): void {
  try {
    consumer.resume([{ topic, partitions: [partition] }]);
  } catch (error) {
    if (!(error instanceof kafkajs.KafkaJSNonRetriableError)) throw error;
  }
}

/** -1 by topic: how much waits is not known before the group is joined and while the broker is away. */
const unknownOf = (topics: string[], prefix: string): Record<string, number> =>
  Object.fromEntries(topics.map((topic) => [topic.slice(prefix.length), -1]));

async function backlogOf(
  kafka: Kafka,
  groupId: string,
  topics: string[],
  prefix: string,
): Promise<Record<string, number>> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const committed = await admin.fetchOffsets({ groupId, topics });
    const entries = committed.map(async ({ topic, partitions }) => {
      const ends = await admin.fetchTopicOffsets(topic);
      const behind = ends.map(({ partition, high, low }) => {
        const offset = Number(partitions.find((candidate) => candidate.partition === partition)?.offset ?? -1);
        return Number(high) - (offset < 0 ? Number(low) : offset);
      });
      return [topic.slice(prefix.length), behind.reduce((sum, n) => sum + n, 0)] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  } catch {
    return unknownOf(topics, prefix);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
