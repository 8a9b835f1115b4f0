import { globSync, readFileSync } from 'node:fs';
import { type DocumentNode, parse } from 'graphql';
import type { ServiceName } from './services.ts';

const here = new URL('./', import.meta.url).pathname;
const read = (file: string) => readFileSync(here + file, 'utf8');

/** SDL of one subgraph: its own slices and the value types that all share. */
export function loadSubgraph(name: ServiceName): DocumentNode {
  const files = globSync([`subgraphs/${name}/*.graphql`, 'subgraphs/_shared/*.graphql'], { cwd: here }).sort();
  return parse(files.map(read).join('\n'));
}

/** The composed supergraph as committed; `npm run check` refuses drift. */
export const supergraphSdl = (): string => read('supergraph.graphql');

/** Operations that a client has registered, by file name. */
export function loadOperations(client: string): Record<string, string> {
  const files = globSync(`operations/${client}/*.graphql`, { cwd: here }).sort();
  return Object.fromEntries(files.map((file) => [file.split('/').at(-1)?.replace('.graphql', '') ?? file, read(file)]));
}
