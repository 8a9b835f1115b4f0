import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownAddresses, repositoryRoot, stackDirectory } from './addresses.ts';
import { type Daemon, notAnswering, runningPid, startDaemon } from './daemon.ts';
import { kafkaAnswers, waitUntil } from './probes.ts';
import { findProgram, requirePrograms, run } from './programs.ts';
import { StackRefusal } from './refusal.ts';

const kafkaDirectory = join(stackDirectory, 'kafka');
const dataDirectory = join(kafkaDirectory, 'data');
const libraries = join(kafkaDirectory, 'libs');
const propertiesFile = join(kafkaDirectory, 'server.properties');
export const kafka: Daemon = { name: 'kafka', mark: propertiesFile };

const needs = [
  { program: 'java', packages: ['default-jre-headless'], hint: 'Java 17 or later' },
  { program: 'mvn', packages: ['maven'], hint: 'Apache Maven, which fetches Kafka’s jars' },
];

/** Starts a Kafka broker on loopback and returns once topics can be created on it. */
export async function startKafka(say: (line: string) => void): Promise<void> {
  const { kafkaBrokers, kafkaPort } = ownAddresses();
  if (runningPid(kafka) === null) {
    if (await kafkaAnswers(kafkaBrokers)) {
      throw new StackRefusal(`Port ${kafkaPort} already has a Kafka broker that is not ours; set STACK_KAFKA_PORT.`);
    }
    fetchLibraries(say);
    writeProperties();
    if (!existsSync(join(dataDirectory, 'meta.properties'))) formatDataDirectory(say);
    say(`starting Kafka on ${kafkaBrokers}`);
    startDaemon(kafka, findProgram('java') ?? 'java', javaArguments('kafka.Kafka', [propertiesFile]));
  }
  const ready = await waitUntil(() => kafkaAnswers(kafkaBrokers), {
    seconds: 90,
    giveUp: () => runningPid(kafka) === null,
  });
  if (!ready) throw notAnswering('Kafka', kafka);
}

function fetchLibraries(say: (line: string) => void): void {
  const pom = join(repositoryRoot, 'infra/kafka/pom.xml');
  const digest = createHash('sha256').update(readFileSync(pom)).digest('hex');
  const stamp = join(libraries, 'pom.sha256');
  const present = existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
  requirePrograms(present ? needs.filter(({ program }) => program === 'java') : needs, say);
  if (present) return;
  say('fetching Kafka from Maven Central');
  rmSync(libraries, { recursive: true, force: true });
  run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${libraries}`]);
  writeFileSync(stamp, digest);
}

function writeProperties(): void {
  const { kafkaPort, controllerPort } = ownAddresses();
  const listeners = `PLAINTEXT://127.0.0.1:${kafkaPort},CONTROLLER://127.0.0.1:${controllerPort}`;
  mkdirSync(kafkaDirectory, { recursive: true });
  writeFileSync(
    propertiesFile,
    `${readFileSync(join(repositoryRoot, 'infra/kafka/server.properties'), 'utf8')}
listeners=${listeners}
advertised.listeners=${listeners}
controller.quorum.voters=1@127.0.0.1:${controllerPort}
log.dirs=${dataDirectory}
`,
  );
}

function formatDataDirectory(say: (line: string) => void): void {
  say('formatting the Kafka data directory');
  const clusterId = run('java', javaArguments('kafka.tools.StorageTool', ['random-uuid'])).trim();
  run('java', javaArguments('kafka.tools.StorageTool', ['format', '-t', clusterId, '-c', propertiesFile]));
}

function javaArguments(mainClass: string, args: string[]): string[] {
  return [
    '-Xms128m',
    '-Xmx512m',
    '-Djava.awt.headless=true',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss',
    '-cp',
    join(libraries, '*'),
    mainClass,
    ...args,
  ];
}
