import { globSync, readFileSync } from 'node:fs';
import { type DocumentNode, Kind, parse } from 'graphql';
import { type ServiceName, serviceNames } from './services.ts';

const here = new URL('./', import.meta.url).pathname;
const read = (file: string) => readFileSync(here + file, 'utf8');

/** SDL of one subgraph: its own slices and the value types that all share. */
export function loadSubgraph(name: ServiceName): DocumentNode {
  const files = globSync([`subgraphs/${name}/*.graphql`, 'subgraphs/_shared/*.graphql'], { cwd: here }).sort();
  return parse(files.map(read).join('\n'));
}

/** The subgraph that the gateway answers itself; it has no service, and is no name for one. */
export const gatewaySubgraph = 'gateway';

/** Its SDL: its own fields, and of all that is a Node at its home no more than the id. */
export function loadGatewaySubgraph(): DocumentNode {
  const nodes = serviceNames
    .flatMap((name) => loadSubgraph(name).definitions)
    .flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION && node.interfaces?.some(({ name }) => name.value === 'Node')
        ? [`type ${node.name.value} implements Node @key(fields: "id", resolvable: false) { id: ID! }`]
        : [],
    );
  const files = globSync(`subgraphs/${gatewaySubgraph}/*.graphql`, { cwd: here }).sort();
  return parse([...files.map(read), ...nodes.sort()].join('\n'));
}

/** The composed supergraph as committed; `npm run check` refuses drift. */
export const supergraphSdl = (): string => read('supergraph.graphql');

/** Operations that a client has registered, by file name. */
export function loadOperations(client: string): Record<string, string> {
  const files = globSync(`operations/${client}/*.graphql`, { cwd: here }).sort();
  return Object.fromEntries(files.map((file) => [file.split('/').at(-1)?.replace('.graphql', '') ?? file, read(file)]));
}
