/** `node infra/tools/test.mjs [--stack] [jest arguments]`: generates the resolver types' inputs and runs the suites on the pinned Node. */
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import './check-node.mjs';

const stack = process.argv.includes('--stack');
const rest = process.argv.slice(2).filter((argument) => argument !== '--stack');
const jest = new URL('../../node_modules/jest/bin/jest.js', import.meta.url).pathname;
/** The servers of `npm run stack -- up`, when they answer; suites on real engines fail, never skip, without them. */
async function serverVariables() {
  const { serverAddresses } = await import('../stack/src/servers/addresses.ts');
  const { mysqlAdminUrl, kafkaBrokers } = serverAddresses();
  const up = await answers(new URL(mysqlAdminUrl).hostname, Number(new URL(mysqlAdminUrl).port));
  return up || stack ? { MYSQL_URL: mysqlAdminUrl, KAFKA_BROKERS: kafkaBrokers } : {};
}

const answers = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 500 });
    socket.once('connect', () => resolve(true) ?? socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('timeout', () => resolve(false) ?? socket.destroy());
  });

const servers = await serverVariables();
console.log(
  servers.MYSQL_URL ? 'engines: SQLite and MySQL' : 'engines: SQLite (npm run stack -- up adds MySQL and Kafka)',
);
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    jest,
    ...rest,
    // Last, because jest takes every word after it for one more pattern to ignore.
    ...(stack ? [] : ['--testPathIgnorePatterns=\\.stack\\.test\\.ts$']),
  ],
  { stdio: 'inherit', env: { LOG_LEVEL: 'silent', ...process.env, ...servers, APOLLO_TELEMETRY_DISABLED: '1' } },
);
process.exit(status ?? 1);
