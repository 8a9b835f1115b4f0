import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url).pathname;
const tables = globSync('services/*/src/**/*.workflow.ts', { cwd: root }).flatMap((file) =>
  [...readFileSync(`${root}${file}`, 'utf8').matchAll(/(?:export )?const (\w+) = defineWorkflow\b/g)].map(
    ([, table = '']) => [file.split('/')[1] ?? '', table] as const,
  ),
);

describe('O-9: the matrix of standing in', () => {
  it('finds the tables of the services', () => {
    expect(new Set(tables.map(([service]) => service)).size).toBeGreaterThanOrEqual(6);
  });

  it.each(tables)('asks every row of a table of %s: %s', (service, table) => {
    const matrix = readFileSync(`${root}services/${service}/test/standing-in.test.ts`, 'utf8');
    expect(matrix).toMatch(new RegExp(`${table}: standInFaults\\(\\s*${table},`));
  });
});
