/**
 * `npm run build`: what the front ends ask, as typed documents, and their pages into `dist`. `--stale`: only where
 * something that they are made of is not as it was when they were built. Pages are handed out meanwhile: a new one takes
 * the place of the old one whole.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const here = new URL('./', import.meta.url).pathname;
const root = new URL('../../', import.meta.url).pathname;
const dist = join(here, 'dist');
const builtFrom = join(dist, 'sources.sha256');

const sources = [
  'schemas/api.graphql',
  'schemas/words.json',
  'schemas/operations/*/*.graphql',
  'README.md',
  'infra/tools/codegen.mjs',
  'infra/web/*.{html,mjs,json}',
  'infra/web/src/**/*.{ts,tsx,css}',
  'package-lock.json',
];

/** By content, for a checkout and a tool that writes the same again give every file a new time. */
function digestOfSources() {
  const digest = createHash('sha256');
  for (const file of globSync(sources, { cwd: root, exclude: ['**/generated/**'] }).sort())
    digest.update(`${file}\n`).update(readFileSync(join(root, file)));
  return digest.digest('hex');
}

/** File by file, pages after what they load; then what no page loads any more goes. */
function replace(folder) {
  const made = globSync('**/*.*', { cwd: folder }).sort((a, b) => a.endsWith('.html') - b.endsWith('.html'));
  for (const file of made) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    renameSync(join(folder, file), join(dist, file));
  }
  for (const file of globSync('**/*.*', { cwd: dist }))
    if (!made.includes(file)) rmSync(join(dist, file), { force: true });
}

const digest = digestOfSources();
if (process.argv.includes('--stale') && existsSync(builtFrom) && readFileSync(builtFrom, 'utf8') === digest)
  process.exit();
const { status } = spawnSync(process.execPath, [join(root, 'infra/tools/codegen.mjs'), 'web'], { stdio: 'inherit' });
if (status !== 0) process.exit(1);
console.log('building the pages of infra/web');
// Beside `dist`, for only within one file system a file can take the place of another at once.
const folder = mkdtempSync(`${dist}.`);
try {
  const { build } = await import('vite');
  await build({ root: here, logLevel: 'warn', build: { outDir: folder } });
  replace(folder);
  writeFileSync(builtFrom, digest);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
