/** `node infra/tools/test.mjs [--stack] [jest arguments]`: generates the resolver types' inputs and runs the suites on the pinned Node. */
import { spawnSync } from 'node:child_process';
import './check-node.mjs';

const stack = process.argv.includes('--stack');
const rest = process.argv.slice(2).filter((argument) => argument !== '--stack');
const jest = new URL('../../node_modules/jest/bin/jest.js', import.meta.url).pathname;
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    jest,
    ...(stack ? [] : ['--testPathIgnorePatterns', '\\.stack\\.test\\.ts$']),
    ...rest,
  ],
  { stdio: 'inherit', env: { LOG_LEVEL: 'silent', ...process.env, APOLLO_TELEMETRY_DISABLED: '1' } },
);
process.exit(status ?? 1);
