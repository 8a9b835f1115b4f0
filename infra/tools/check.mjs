/** `npm run check`: everything that must hold before a commit and needs no server. Each line says what to run when it fails. */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import './check-node.mjs';

const root = new URL('../../', import.meta.url).pathname;
const run = (title, command, args, advice) => {
  const started = performance.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  report(title, status === 0, started, advice);
};
const report = (title, passed, started, advice) => {
  console.log(
    `${passed ? 'ok  ' : 'FAIL'} ${title} (${Math.round(performance.now() - started)} ms)${passed ? '' : `: ${advice}`}`,
  );
  if (!passed) process.exitCode = 1;
};
const node = process.execPath;

run('resolver types', node, ['infra/tools/codegen.mjs'], 'mend the SDL');
run('format and lint', 'biome', ['check', '--error-on-warnings', '.'], 'npm run format');
run('boundaries', 'turbo', ['boundaries'], 'see the dependency law in README.md');
run('shape', node, ['infra/tools/shape.mjs'], 'see the table in CONTRIBUTING.md');
run('dead code', 'knip', ['--no-progress'], 'delete what nobody uses');
run('types', 'turbo', ['run', 'typecheck', '--output-logs=errors-only', '--concurrency=2'], 'mend the types');
run('composition', node, ['schemas/compose.ts', '--check'], 'npm run compose, then commit schemas/');
run('services', node, ['infra/tools/compose-services.mjs', '--check'], 'npm run compose, then commit');
run('words', node, ['schemas/words.ts', '--check'], 'npm run compose, then commit schemas/');
run('Chinese', node, ['schemas/chinese.ts', '--check'], 'npm run compose, then say in Chinese what it names');
run('operations', node, ['schemas/trusted.ts', '--check'], 'npm run compose, then commit schemas/');
run('rules', node, ['infra/tools/rules.mjs', '--check'], 'npm run compose, then commit schemas/');
run('licences', node, ['infra/tools/licences.mjs', '--check'], 'npm run licences, then commit');

const started = performance.now();
const copies = globSync('**/node_modules/@apollo/federation-internals/package.json', { cwd: root });
report('one copy of federation-internals', copies.length === 1, started, `found ${copies.join(', ')}`);

const before = readFileSync(`${root}package-lock.json`, 'utf8');
spawnSync(node, ['infra/tools/complete-lockfile.mjs'], { cwd: root });
report(
  'lockfile complete',
  before === readFileSync(`${root}package-lock.json`, 'utf8'),
  performance.now(),
  'commit package-lock.json',
);
