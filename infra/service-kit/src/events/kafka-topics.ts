import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { Logger } from '../log.ts';

const retryMilliseconds = 1_000;

/** Makes the topics as soon as the broker answers; false when stopped before. */
export async function createTopics(
  kafka: Kafka,
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
      await sleep(retryMilliseconds, undefined, { signal: stopping }).catch(() => undefined);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
  return false;
}
