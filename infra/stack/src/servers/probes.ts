import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { createConnection } from 'mysql2/promise';

/** The server's version, or null when nothing that accepts this account answers. */
export async function mysqlVersion(url: string): Promise<string | null> {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 3000 });
    try {
      const [rows] = await connection.query('SELECT VERSION() AS version');
      return String((rows as { version: string }[])[0]?.version);
    } finally {
      await connection.end();
    }
  } catch {
    return null;
  }
}

/** True once the cluster has a controller and a broker, which is when topics can be created. */
export async function kafkaAnswers(brokers: string): Promise<boolean> {
  const kafka = new Kafka({
    clientId: 'chengqi-stack',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2000,
    requestTimeout: 3000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    return cluster.brokers.length > 0 && cluster.controller !== null;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** Asks every 200 ms for an answer that is not null or false; null when the time is over or `giveUp` says so. */
export async function waitUntil<T>(
  ask: () => Promise<T>,
  { seconds, giveUp = () => false }: { seconds: number; giveUp?: () => boolean },
): Promise<NonNullable<T> | null> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (giveUp()) return null;
    await sleep(200);
  }
  return null;
}
