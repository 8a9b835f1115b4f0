/**
 * `node infra/tools/test.mjs [--stack] [jest arguments]`: runs the suites on the pinned Node. With `--stack` only what
 * `npm test` leaves out: `*.int.test.ts` on MySQL and `*.stack.test.ts`; suites that are named run whichever they are.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './check-node.mjs';

const stack = process.argv.includes('--stack');
const rest = process.argv.slice(2).filter((argument) => argument !== '--stack');
const jest = new URL('../../node_modules/jest/bin/jest.js', import.meta.url).pathname;
/** Those of the environment, or the servers of `npm run stack -- up` when they answer; suites on real engines fail, never skip, without them. */
async function serverVariables() {
  const { MYSQL_URL, KAFKA_BROKERS } = process.env;
  if (MYSQL_URL) return { MYSQL_URL, KAFKA_BROKERS };
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
const engines = stack ? 'mysql' : servers.MYSQL_URL ? 'sqlite,mysql' : 'sqlite';
console.log(`engines: ${engines}${servers.MYSQL_URL ? '' : ' (npm run stack -- up adds MySQL and Kafka)'}`);
const named = rest.some((argument) => !argument.startsWith('-'));
const suites = named ? [] : ['\\.(int|stack)\\.test\\.ts$'];
/** What suites of one run share, such as a county that is founded once. */
const run = mkdtempSync(join(tmpdir(), 'chengqi-run-'));
const { status } = spawnSync(
  process.execPath,
  [
    '--disable-warning=TimeoutNegativeWarning',
    jest,
    ...rest,
    // Last, because jest takes every word after it for one more pattern to ignore.
    ...(stack ? suites : ['--testPathIgnorePatterns=\\.stack\\.test\\.ts$']),
  ],
  {
    stdio: 'inherit',
    env: {
      ...{ LOG_LEVEL: 'silent', ...process.env, ...servers },
      ...{ TEST_ENGINES: engines, TEST_RUN_DIR: run, APOLLO_TELEMETRY_DISABLED: '1' },
    },
  },
);
if (servers.MYSQL_URL) {
  const { removeTemplates } = await import('../service-kit/src/testing/migrated.ts');
  // Suites that need no server have left nothing on one that is not there.
  await removeTemplates(run, servers.MYSQL_URL).catch((error) => {
    if (error.code !== 'ECONNREFUSED') throw error;
  });
}
rmSync(run, { recursive: true, force: true });
process.exit(status ?? 1);
