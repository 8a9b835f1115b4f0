import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isForeignKafka, isForeignMysql, serverAddresses, stackDirectory } from './addresses.ts';
import { type ComposeServer, composeDown, composeUp, dockerAnswers } from './compose.ts';
import { runningPid, stopDaemon } from './daemon.ts';
import { kafka, startKafka } from './kafka.ts';
import { takeLock } from './lock.ts';
import { mariadb, startMariadb } from './mariadb.ts';
import { kafkaAnswers, mysqlVersion, waitUntil } from './probes.ts';
import { StackRefusal } from './refusal.ts';

type Say = (line: string) => void;

/** Written when containers run the servers, so that `down` knows what to stop. */
const composeMark = join(stackDirectory, 'compose');

export interface ServersState {
  /** Server version, or null when it does not answer. */
  mysql: string | null;
  kafka: boolean;
}

/** Starts what is not running yet and returns when both servers answer; servers that others run are only waited for. */
export async function startServers(say: Say): Promise<ServersState> {
  using _lock = await takeLock(say);
  const before = await serversState();
  if (before.mysql !== null && before.kafka) {
    say('already up');
    return before;
  }
  const nativeRuns = runningPid(mariadb) !== null || runningPid(kafka) !== null;
  if (!nativeRuns && dockerAnswers()) startContainers(say);
  else await startNatively(say);
  await waitForBoth();
  return serversState();
}

/** Stops what `startServers` started; `purge` forgets the data too and keeps only the downloaded jars. */
export async function stopServers(purge: boolean, say: Say): Promise<void> {
  using _lock = await takeLock(say);
  if (existsSync(composeMark)) {
    composeDown(purge);
    rmSync(composeMark);
    say('containers removed');
  }
  const stopped = await Promise.all([mariadb, kafka].map(async (daemon) => [daemon.name, await stopDaemon(daemon)]));
  for (const [name, wasRunning] of stopped) say(`${name} ${wasRunning ? 'stopped' : 'was not running'}`);
  if (!purge) return;
  for (const data of ['mariadb', 'mariadb.unfinished', 'kafka/data', 'mariadb.log', 'kafka.log']) {
    rmSync(join(stackDirectory, data), { recursive: true, force: true });
  }
  say('data removed');
}

/** Asks both servers now. */
export async function serversState(): Promise<ServersState> {
  const { mysqlAdminUrl, kafkaBrokers } = serverAddresses();
  const [mysql, kafkaIsUp] = await Promise.all([mysqlVersion(mysqlAdminUrl), kafkaAnswers(kafkaBrokers)]);
  return { mysql, kafka: kafkaIsUp };
}

function startContainers(say: Say): void {
  const servers: ComposeServer[] = [];
  if (!isForeignMysql()) servers.push('mariadb');
  if (!isForeignKafka()) servers.push('kafka');
  say(`starting ${servers.join(' and ')} with Docker Compose`);
  mkdirSync(stackDirectory, { recursive: true });
  writeFileSync(composeMark, `${servers.join(' ')}\n`);
  if (servers.length > 0) composeUp(servers);
}

async function startNatively(say: Say): Promise<void> {
  if (!isForeignMysql()) say(`MariaDB ${await startMariadb(say)} answers`);
  if (!isForeignKafka()) {
    await startKafka(say);
    say('Kafka answers');
  }
}

async function waitForBoth(): Promise<void> {
  const { mysqlAdminUrl, kafkaBrokers } = serverAddresses();
  const [mysqlUp, kafkaUp] = await Promise.all([
    waitUntil(() => mysqlVersion(mysqlAdminUrl), { seconds: 120 }),
    waitUntil(() => kafkaAnswers(kafkaBrokers), { seconds: 120 }),
  ]);
  const silent = [mysqlUp ? null : 'the MySQL server', kafkaUp ? null : `Kafka at ${kafkaBrokers}`].filter(Boolean);
  if (silent.length > 0) throw new StackRefusal(`No answer within 120 s from ${silent.join(' and ')}.`);
}
