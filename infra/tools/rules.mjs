/**
 * `node infra/tools/rules.mjs [--check]`: writes `schemas/rules.json`, the catalogue of the rules by which services refuse,
 * from where they are thrown; with `--check` it compares with the committed file and exits 1 on drift.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import './check-node.mjs';
import { rulesIn } from './rules-in.mjs';

const root = new URL('../../', import.meta.url).pathname;
const files = globSync(['services/*/src/**/*.ts', 'infra/office-kernel/src/**/*.ts'], { cwd: root })
  .filter((file) => !file.endsWith('.test.ts') && !file.includes('/generated/'))
  .toSorted();

const catalogue = {};
for (const file of files) {
  const [, service] = /^services\/([a-z]+)\//.exec(file) ?? [null, 'every'];
  for (const { rule, ...thrown } of rulesIn(readFileSync(root + file, 'utf8'), file)) {
    catalogue[rule] ??= [];
    const entry = { service, ...thrown };
    if (!catalogue[rule].some((known) => JSON.stringify(known) === JSON.stringify(entry))) catalogue[rule].push(entry);
  }
}
const sorted = Object.fromEntries(
  Object.entries(catalogue).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })),
);
const text = `${JSON.stringify(sorted, null, 2)}\n`;
const target = `${root}schemas/rules.json`;
if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('schemas/rules.json is not what the services throw: run "npm run compose" and commit it');
  process.exitCode = 1;
}
console.log(`${Object.keys(sorted).length} rules`);
