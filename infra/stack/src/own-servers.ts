import { databaseOf, type ServiceName } from '@chengqi/schemas/services';
import kafkajs from 'kafkajs';
import mysql from 'mysql2/promise';
import { serverAddresses } from './servers/addresses.ts';

/** A prefix is a part of database names; an underscore ends it so that no prefix begins another. */
export function checkPrefix(prefix: string): void {
  if (!/^([a-z][a-z0-9_]{0,24}_)?$/.test(prefix)) throw new Error(`not a prefix: ${prefix} (such as "loop7_")`);
}

export async function createDatabases(prefix: string, services: readonly ServiceName[]): Promise<void> {
  await administer(
    services.map(
      (name) => `CREATE DATABASE IF NOT EXISTS ${prefix}${databaseOf(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
    ),
  );
}

/** Takes away the databases, topics and consumer groups of a prefix; never those of the office without one. */
export async function removeOwn(prefix: string, services: readonly ServiceName[]): Promise<void> {
  if (prefix === '') throw new Error('the office without a prefix is not ours to remove');
  await administer(services.map((name) => `DROP DATABASE IF EXISTS ${prefix}${databaseOf(name)}`));
  const kafka = new kafkajs.Kafka({
    brokers: serverAddresses().kafkaBrokers.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    const groups = (await admin.listGroups()).groups
      .map(({ groupId }) => groupId)
      .filter((id) => id.startsWith(prefix));
    // A group whose member was killed stays until its session ends; it is empty of effect once its topics are gone.
    await admin.deleteGroups(groups).catch(() => undefined);
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}

async function administer(statements: readonly string[]): Promise<void> {
  const connection = await mysql.createConnection({ uri: serverAddresses().mysqlAdminUrl });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}
