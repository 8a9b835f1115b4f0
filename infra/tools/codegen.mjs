/** Writes the resolver types of each subgraph from its SDL: `node infra/tools/codegen.mjs [service…]`; with no name, all. */
import { existsSync, globSync } from 'node:fs';
import { generate } from '@graphql-codegen/cli';

const root = new URL('../../', import.meta.url).pathname;
const asked = process.argv.slice(2);
const services =
  asked.length > 0 ? asked : globSync('services/*/src/context.ts', { cwd: root }).map((file) => file.split('/')[1]);

for (const service of services) {
  const mapped = existsSync(`${root}services/${service}/src/mappers.ts`);
  await generate(
    {
      cwd: root,
      silent: true,
      schema: [
        `schemas/subgraphs/${service}/*.graphql`,
        'schemas/subgraphs/_shared/*.graphql',
        'infra/tools/federation.graphql',
      ],
      generates: {
        [`services/${service}/src/generated/graphql.ts`]: {
          plugins: ['typescript', 'typescript-resolvers'],
          config: {
            federation: true,
            enumsAsTypes: true,
            useTypeImports: true,
            contextType: '../context.ts#Context',
            strictScalars: true,
            scalars: {
              DateTime: { input: 'Date', output: 'Date | string' },
              LocalDate: 'string',
              Duration: 'string',
              PhoneMasked: 'string',
              _FieldSet: 'string',
              _Any: 'unknown',
            },
            defaultMapper: 'any',
            ...(mapped ? { mappers: await mappersOf(service) } : {}),
          },
        },
      },
    },
    true,
  );
  console.log(`types of ${service} written`);
}

/** `mappers.ts` exports one type alias per GraphQL type: what a resolver receives as its parent. */
async function mappersOf(service) {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(`${root}services/${service}/src/mappers.ts`, 'utf8');
  return Object.fromEntries(
    [...text.matchAll(/^export (?:type|interface) (\w+)Parent\b/gm)].map(([, type]) => [
      type,
      `../mappers.ts#${type}Parent`,
    ]),
  );
}
