/**
 * Writes the resolver types of each subgraph from its SDL, and the documents of the front ends from what they have
 * registered: `node infra/tools/codegen.mjs [service… | web]`; with no name, all.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { generate } from '@graphql-codegen/cli';
import { parse } from 'graphql';

const root = new URL('../../', import.meta.url).pathname;
const asked = process.argv.slice(2);
const named =
  asked.length > 0
    ? asked
    : [...globSync('services/*/src/context.ts', { cwd: root }).map((file) => file.split('/')[1]), 'web'];
const services = named.filter((name) => name !== 'web');

const scalars = {
  DateTime: { input: 'Date', output: 'Date | string' },
  LocalDate: 'string',
  Duration: 'string',
  PhoneMasked: 'string',
  _FieldSet: 'string',
  _Any: 'unknown',
};
const common = { federation: true, enumsAsTypes: true, useTypeImports: true, strictScalars: true, scalars };

for (const service of services) {
  const schema = [`schemas/subgraphs/${service}/*.graphql`, 'schemas/subgraphs/_shared/*.graphql'];
  const folder = `services/${service}/src/generated`;
  // Two files, because resolvers know the context, which knows the commands, which know the inputs: one would be a circle.
  const [types, resolvers] = await generate(
    {
      cwd: root,
      silent: true,
      schema,
      generates: {
        [`${folder}/graphql.ts`]: { plugins: ['typescript'], config: { ...common, immutableTypes: true } },
        [`${folder}/resolvers.ts`]: {
          plugins: ['typescript-resolvers'],
          config: {
            ...common,
            immutableTypes: true,
            contextType: '../context.ts#Context',
            resolversNonOptionalTypename: { unionMember: true },
            mappers: mappersOf(service, schema),
          },
        },
      },
    },
    false,
  );
  mkdirSync(`${root}${folder}`, { recursive: true });
  writeFileSync(`${root}${folder}/graphql.ts`, types.content);
  const used = namesOf(types.content).filter((name) => new RegExp(`\\b${name}\\b`).test(resolvers.content));
  const imported = `import type { ${used.join(', ')} } from './graphql.ts';\n`;
  writeFileSync(`${root}${folder}/resolvers.ts`, imported + resolvers.content);
  console.log(`types of ${service} written`);
}

if (named.includes('web')) {
  const written = await generate(
    {
      cwd: root,
      silent: true,
      schema: 'schemas/api.graphql',
      documents: 'schemas/operations/{figures,explorer,console}/*.graphql',
      generates: {
        'infra/web/src/generated/': {
          preset: 'client',
          // Not `useFragment`: it is no hook, and may stand in a loop.
          presetConfig: { fragmentMasking: { unmaskFunctionName: 'readFragment' } },
          config: {
            ...common,
            useTypeImports: true,
            immutableTypes: true,
            scalars: { ...scalars, DateTime: 'string' },
          },
        },
      },
    },
    false,
  );
  mkdirSync(`${root}infra/web/src/generated`, { recursive: true });
  for (const { filename, content } of written)
    if (/\/(graphql|fragment-masking)\.ts$/.test(filename))
      writeFileSync(`${root}infra/web/src/generated/${filename.split('/').at(-1)}`, content);
  console.log('documents of the front ends written');
}

function namesOf(content) {
  return [...content.matchAll(/^export type (\w+)/gm)].map(([, name]) => name);
}

/**
 * What a resolver receives as its parent, by the name of its type: the alias in `mappers.ts` where there is one; the kit's page
 * and edge; a reference for what another subgraph is the home of. Every other type is what its SDL says.
 */
function mappersOf(service, schema) {
  const types = schema
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .flatMap((file) => parse(readFileSync(root + file, 'utf8')).definitions)
    .filter(({ kind }) => kind === 'ObjectTypeDefinition');
  const aliases = readFileSync(`${root}services/${service}/src/mappers.ts`, 'utf8').matchAll(
    /^export (?:type|interface) (\w+)Parent\b/gm,
  );
  return Object.fromEntries([
    ...types.flatMap(derivedParents),
    ...[...aliases].map(([, name]) => [name, `../mappers.ts#${name}Parent`]),
  ]);
}

function derivedParents({ name: { value: name }, fields, interfaces, directives }) {
  if (name.endsWith('Connection')) {
    const node = `ResolversParentTypes['${typeOfField(fields, 'nodes')}']`;
    return [
      [name, `@chengqi/service-kit#Connection<${node}>`],
      [typeOfField(fields, 'edges'), `@chengqi/service-kit#Edge<${node}>`],
    ];
  }
  // Its home says that an entity is a Node; the others only refer to it.
  const foreign = interfaces.length === 0 && directives.some((directive) => directive.name.value === 'key');
  return foreign ? [[name, `@chengqi/service-kit#EntityReference<'${name}'>`]] : [];
}

function typeOfField(fields, name) {
  let { type } = fields.find((field) => field.name.value === name);
  while (type.kind !== 'NamedType') type = type.type;
  return type.name.value;
}
