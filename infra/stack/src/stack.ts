import { isForeignKafka, isForeignMysql, serverAddresses } from './servers/addresses.ts';
import { StackRefusal } from './servers/refusal.ts';
import { type ServersState, serversState, startServers, stopServers } from './servers/servers.ts';

const usage = `Usage: npm run stack -- up | down [--purge] | status
  up       starts MariaDB and Kafka, with Docker Compose when an engine answers, else natively
  down     stops them; --purge removes their data too
  status   exits 0 when both answer, 1 otherwise
Ports: STACK_MYSQL_PORT (13306), STACK_KAFKA_PORT (19092, and the one after it). STACK_DOCKER=off: never Docker.
MYSQL_URL and KAFKA_BROKERS name servers that are already there.`;

const say = (line: string): void => console.log(`stack: ${line}`);

function report(state: ServersState): void {
  const { mysqlAdminUrl, kafkaBrokers } = serverAddresses();
  const whose = (foreign: boolean): string => (foreign ? ', run by others' : '');
  say(`MySQL  ${state.mysql === null ? 'down' : `up, ${state.mysql}`}${whose(isForeignMysql())}`);
  say(`Kafka  ${state.kafka ? 'up' : 'down'}${whose(isForeignKafka())}`);
  if (state.mysql === null || !state.kafka) return;
  console.log(`ready\n  export MYSQL_URL=${mysqlAdminUrl}\n  export KAFKA_BROKERS=${kafkaBrokers}`);
}

async function main([command, ...options]: string[]): Promise<number> {
  if (command === 'up' && options.length === 0) {
    report(await startServers(say));
    return 0;
  }
  if (command === 'down' && options.every((option) => option === '--purge')) {
    await stopServers(options.length > 0, say);
    return 0;
  }
  if (command === 'status' && options.length === 0) {
    const state = await serversState();
    report(state);
    return state.mysql !== null && state.kafka ? 0 : 1;
  }
  console.error(usage);
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StackRefusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
