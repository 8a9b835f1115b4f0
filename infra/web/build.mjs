/**
 * `npm run build`: what the front ends ask, as typed documents, and their pages into `dist`. `--stale`: only what is
 * older than its sources.
 */
import { spawnSync } from 'node:child_process';
import { globSync, statSync } from 'node:fs';

const here = new URL('./', import.meta.url).pathname;
const root = new URL('../../', import.meta.url).pathname;
const always = !process.argv.includes('--stale');

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
/** Whether a file is missing or older than one of those that it is made of. */
const isStale = (made, sources) => {
  const at = changed(made);
  return globSync(sources, { cwd: root, exclude: ['**/generated/**'] }).some((source) => changed(root + source) >= at);
};

const documents = [
  'schemas/api.graphql',
  'schemas/operations/{figures,explorer,console}/*.graphql',
  'infra/tools/codegen.mjs',
];
const shown = ['README.md', 'schemas/words.json', 'schemas/operations/*/*.graphql'];
const pages = [
  ...documents,
  ...shown,
  'infra/web/*.{html,mjs,json}',
  'infra/web/src/**/*.{ts,tsx,css}',
  'package-lock.json',
];

if (always || isStale(`${here}src/generated/graphql.ts`, documents)) {
  const { status } = spawnSync(process.execPath, [`${root}infra/tools/codegen.mjs`, 'web'], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
if (always || ['figures', 'explorer', 'console'].some((page) => isStale(`${here}dist/${page}.html`, pages))) {
  console.log('building the pages of infra/web');
  const { build } = await import('vite');
  await build({ root: here, logLevel: 'warn' });
}
