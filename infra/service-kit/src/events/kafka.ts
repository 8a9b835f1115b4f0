import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceName, topicOf } from '@chengqi/schemas';
import kafkajs, { type Producer } from 'kafkajs';
import { systemIds } from '../clock.ts';
import type { Logger } from '../log.ts';
import { follow } from './kafka-consumer.ts';
import { createTopics } from './kafka-topics.ts';
import { type Send, startRelay } from './relay.ts';
import type { EventTransport } from './transport.ts';
import { withDeadline } from './with-deadline.ts';

const { Kafka, Partitioners, logLevel } = kafkajs;

export interface KafkaOptions {
  readonly brokers: readonly string[];
  /** Before every topic and group, so that tests and demonstrations have their own. */
  readonly prefix: string;
  readonly log: Logger;
  readonly partitions?: number;
}

const sendDeadlineMilliseconds = 8_000;

/** Kafka behind the transport; nothing of kafkajs leaves this file and its neighbours. Topics are created on first use and kept for ever. */
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
      const relay = startRelay(service, db, send, log);
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
    async subscribe(group, owners, db, handle) {
      const groupId = `${prefix}chengqi.${group}`;
      return follow(kafka, { groupId, topics: owners.map(nameOf), prefix, partitions, db, handle, log });
    },
    async tail(owners, handle) {
      const groupId = `${prefix}chengqi.${systemIds.next('tail')}`;
      return follow(kafka, { groupId, topics: owners.map(nameOf), prefix, partitions, db: null, handle, log });
    },
    async [Symbol.asyncDispose]() {},
  };
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
