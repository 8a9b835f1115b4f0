import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceName, topicOf } from '@chengqi/schemas';
import kafkajs, { type Consumer as KafkaConsumer, type Producer } from 'kafkajs';
import type { Logger } from '../log.ts';
import { type Send, startRelay } from './relay.ts';
import { type EventTransport, type MessageHandler, Pause, type Subscription } from './transport.ts';

const { Kafka, Partitioners, logLevel } = kafkajs;

export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** Before every topic and group, so that tests and demonstrations have their own. */
  readonly prefix: string;
  readonly log: Logger;
  readonly partitions?: number;
}

const sendDeadlineMilliseconds = 8_000;
const rebuildMilliseconds = 1_000;

/** Kafka behind the transport; nothing of kafkajs leaves this file. Topics are created on first use and kept for ever. */
export function createKafkaTransport({ brokers, prefix, log, partitions = 3 }: KafkaOptions): EventTransport {
  const kafka = new Kafka({
    clientId: 'chengqi',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    requestTimeout: 5_000,
    connectionTimeout: 3_000,
    enforceRequestTimeout: true,
    retry: { retries: 2, initialRetryTime: 200, maxRetryTime: 2_000 },
  });
  const nameOf = (service: ServiceName) => `${prefix}${topicOf(service)}`;

  return {
    async publish(service, db) {
      const stopping = new AbortController();
      const topic = createTopics(kafka, [nameOf(service)], partitions, log, stopping.signal);
      const producer = createProducer(kafka);
      const send: Send = async (messages) => {
        if (await Promise.race([topic, sleep(sendDeadlineMilliseconds, false)]))
          await producer.send(nameOf(service), messages);
        else throw new Error('the broker does not answer');
      };
      const relay = startRelay(db, send, log);
      return {
        wake: relay.wake,
        depth: relay.depth,
        async [Symbol.asyncDispose]() {
          stopping.abort();
          await relay[Symbol.asyncDispose]();
          await producer.close();
        },
      };
    },
    async subscribe(group, owners, _db, handle) {
      const topics = owners.map(nameOf);
      return follow(kafka, `${prefix}chengqi.${group}`, topics, prefix, handle, log, partitions);
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** Makes the topics as soon as the broker answers; false when stopped before. */
async function createTopics(
  kafka: InstanceType<typeof Kafka>,
  topics: string[],
  numPartitions: number,
  log: Logger,
  stopping: AbortSignal,
): Promise<boolean> {
  while (!stopping.aborted) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      await admin.createTopics({
        waitForLeaders: true,
        topics: topics.map((topic) => ({
          topic,
          numPartitions,
          configEntries: [
            { name: 'retention.ms', value: '-1' },
            { name: 'max.message.bytes', value: '2097152' },
          ],
        })),
      });
      return true;
    } catch (error) {
      log.warn({ err: error }, 'the broker does not answer yet');
      await sleep(rebuildMilliseconds, undefined, { signal: stopping }).catch(() => undefined);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
  return false;
}

/** kafkajs keeps writing into a half-open socket for ever (#919): a send that misses its deadline costs the producer its life. */
function createProducer(kafka: InstanceType<typeof Kafka>) {
  let current: Promise<Producer> | null = null;
  const open = async () => {
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  };
  const drop = () => {
    void current?.then((producer) => producer.disconnect()).catch(() => undefined);
    current = null;
  };
  return {
    async send(topic: string, messages: readonly { key: string; value: string }[]): Promise<void> {
      try {
        current ??= open();
        const producer = await current;
        await withDeadline(producer.send({ topic, acks: -1, messages: [...messages] }), sendDeadlineMilliseconds);
      } catch (error) {
        drop();
        throw error;
      }
    },
    async close(): Promise<void> {
      await withDeadline(current?.then((producer) => producer.disconnect()) ?? Promise.resolve(), 2_000).catch(
        () => undefined,
      );
    },
  };
}

async function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => deadline.reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([work, deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Keeps one consumer of the group alive: an object that crashed for good is thrown away and a new one made. */
function follow(
  kafka: InstanceType<typeof Kafka>,
  groupId: string,
  topics: string[],
  prefix: string,
  handle: MessageHandler,
  log: Logger,
  partitions: number,
): Subscription {
  let stopped = false;
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
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => handleBatch(payload, consumer, prefix, handle),
    });
  };

  const restart = async (broken: KafkaConsumer): Promise<void> => {
    if (stopped || current !== broken) return;
    current = null;
    await broken.disconnect().catch(() => undefined);
    while (!stopped) {
      await sleep(rebuildMilliseconds);
      const started = await start().then(
        () => true,
        () => false,
      );
      if (started) return;
    }
  };

  // Not awaited: joining the group can wait for the session of a dead member, and reads must not.
  void start().catch(() => current && restart(current));
  return {
    backlog: () => backlogOf(kafka, groupId, topics, prefix),
    async [Symbol.asyncDispose]() {
      stopped = true;
      stopping.abort();
      await withDeadline(current?.disconnect() ?? Promise.resolve(), 5_000).catch(() => undefined);
    },
  };
}

type Batch = Parameters<NonNullable<Parameters<KafkaConsumer['run']>[0]>['eachBatch'] & {}>[0];
const chunk = 100;

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
      await handle(messages.map(({ value }) => ({ topic, value: value?.toString('utf8') ?? '' })));
    } catch (error) {
      const pause = error instanceof Pause ? error.milliseconds : 2_000;
      consumer.pause([{ topic: batch.topic, partitions: [batch.partition] }]);
      consumer.seek({
        topic: batch.topic,
        partition: batch.partition,
        offset: messages[0]?.offset ?? batch.firstOffset() ?? '0',
      });
      setTimeout(() => consumer.resume([{ topic: batch.topic, partitions: [batch.partition] }]), pause).unref();
      return;
    }
    resolveOffset(messages.at(-1)?.offset ?? '0');
    await commitOffsetsIfNecessary(uncommittedOffsets());
    await heartbeat();
  }
}

/** Messages not yet handled by topic; -1 while the broker is away. */
async function backlogOf(
  kafka: InstanceType<typeof Kafka>,
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
    return Object.fromEntries(topics.map((topic) => [topic.slice(prefix.length), -1]));
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
