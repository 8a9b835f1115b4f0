import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url).pathname;
const types = `import type { Resolvers } from '${root}services/security/src/generated/resolvers.ts';`;

/** Resolver maps as a slice of security would write them, by the file they stand in. */
const maps = {
  'right.mts': `${types}
export const right = {
  Query: {
    hazards: async (_, __, { loaders }) => {
      const hazard = await loaders.hazards.load('haz_1');
      const nodes = hazard ? [hazard] : [];
      const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };
      return { nodes, edges: nodes.map((node) => ({ cursor: '', node, highlights: [] })), pageInfo, totalCount: async () => nodes.length };
    },
  },
  Mutation: {
    confirmHazard: async (_, { input }, { loaders }) => {
      const hazard = await loaders.hazards.load(input.hazardId);
      if (!hazard) throw new Error('gone');
      return { hazard };
    },
  },
  Hazard: { restrictsSite: () => true, site: ({ siteId }) => ({ __typename: 'Site', id: siteId }) },
} satisfies Resolvers;`,
  'misspelt-payload.mts': `${types}
export const wrong = { Mutation: { confirmHazard: async () => ({ hazrd: 42 }) } } satisfies Resolvers;`,
  'text-for-boolean.mts': `${types}
export const wrong = { Hazard: { restrictsSite: () => 'yes' } } satisfies Resolvers;`,
  'wrong-page.mts': `${types}
export const wrong = { Query: { hazards: async () => ({ nodes: ['haz_1'] }) } } satisfies Resolvers;`,
  'wrong-home.mts': `${types}
export const wrong = { Hazard: { site: ({ siteId }) => ({ __typename: 'Org', id: siteId }) } } satisfies Resolvers;`,
};

describe('the resolver types', () => {
  const folder = mkdtempSync(join(tmpdir(), 'resolver-types-'));
  let complaints: readonly string[];

  const complaintsAbout = (file: keyof typeof maps) => complaints.filter((complaint) => complaint.includes(`${file}(`));

  beforeAll(() => {
    const generated = spawnSync(process.execPath, ['infra/tools/codegen.mjs', 'security'], { cwd: root });
    expect(generated.status).toBe(0);
    for (const [file, text] of Object.entries(maps)) writeFileSync(join(folder, file), text);
    const configuration = {
      extends: `${root}tsconfig.base.json`,
      compilerOptions: { typeRoots: [`${root}node_modules/@types`] },
      files: Object.keys(maps),
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
    const compiled = spawnSync(`${root}node_modules/.bin/tsc`, ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env.PATH}` },
    });
    // A complaint's first line begins with its file; the lines that explain it are indented.
    complaints = compiled.stdout.split(/\n(?! )/).filter((complaint) => complaint !== '');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('accept a right map, and complain of nothing but the wrong ones', () => {
    expect(complaintsAbout('right.mts')).toEqual([]);
    expect(complaints).toHaveLength(Object.keys(maps).length - 1);
  });

  it.each([
    ['misspelt-payload.mts', "Type '{ hazrd: number; }' is not assignable to type"],
    ['text-for-boolean.mts', "Type 'string' is not assignable to type 'Promise<ResolverTypeWrapper<boolean>>"],
    ['wrong-page.mts', "is missing the following properties from type 'Connection<Hazard>'"],
    ['wrong-home.mts', `is not assignable to type '"Site"'`],
  ] as const)('refuse %s', (file, reason) => {
    expect(complaintsAbout(file)).toEqual([expect.stringContaining(reason)]);
  });
});
