import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { gatewaySubgraph, loadGatewaySubgraph, loadSubgraph } from './documents.ts';
import { serviceNames } from './services.ts';

/** Composes the supergraph; with `--check` it compares with the committed files and exits 1 on drift. */
const check = process.argv.includes('--check');
const subgraphs = [
  ...serviceNames.map((name) => ({ name, typeDefs: loadSubgraph(name) })),
  { name: gatewaySubgraph, typeDefs: loadGatewaySubgraph() },
];
const { schema, supergraphSdl, errors } = composeServices(
  subgraphs.map(({ name, typeDefs }) => ({ name, url: `http://${name}/graphql`, typeDefs })),
);
if (!supergraphSdl || !schema) {
  for (const error of errors ?? []) console.error(`${error.extensions.code ?? 'ERROR'}: ${error.message}`);
  process.exit(1);
}
const outputs = {
  'supergraph.graphql': `${supergraphSdl}\n`,
  'api.graphql': `${printSchema(lexicographicSortSchema(buildSchema(printSchema(schema.toAPISchema().toGraphQLJSSchema()))))}\n`,
};
for (const [name, text] of Object.entries(outputs)) {
  const file = new URL(name, import.meta.url);
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`schemas/${name} is not what the subgraphs compose to: run "npm run compose" and commit it`);
    process.exitCode = 1;
  }
}
console.log(`${check ? 'compared' : 'composed'} ${subgraphs.length} subgraphs`);
