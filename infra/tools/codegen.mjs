/** Writes the resolver types of each subgraph from its SDL: `node infra/tools/codegen.mjs [service…]`; with no name, all. */
import { globSync, readFileSync } from 'node:fs';
import { generate } from '@graphql-codegen/cli';
import { parse } from 'graphql';

const root = new URL('../../', import.meta.url).pathname;
const asked = process.argv.slice(2);
const services =
  asked.length > 0 ? asked : globSync('services/*/src/context.ts', { cwd: root }).map((file) => file.split('/')[1]);

for (const service of services) {
  const schema = [`schemas/subgraphs/${service}/*.graphql`, 'schemas/subgraphs/_shared/*.graphql'];
  await generate(
    {
      cwd: root,
      silent: true,
      schema,
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
            immutableTypes: true,
            resolversNonOptionalTypename: { unionMember: true },
            mappers: mappersOf(service, schema),
          },
        },
      },
    },
    true,
  );
  console.log(`types of ${service} written`);
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
