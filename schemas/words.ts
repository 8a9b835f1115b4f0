import { readFileSync, writeFileSync } from 'node:fs';
import { type DefinitionNode, Kind } from 'graphql';
import { loadSubgraph } from './documents.ts';
import { serviceNames } from './services.ts';

export interface Words {
  /** By object type. */
  readonly types: Readonly<Record<string, string>>;
  /** By enum and value: one value may mean another thing in another enum. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const inBrackets = /\(([^()]*\p{Script=Han}[^()]*)\)/u;

/** The Chinese term that a description carries in brackets, up to its first comma or colon; null without one. */
export const wordIn = (description: string | undefined): string | null =>
  inBrackets.exec(description ?? '')?.[1]?.split(/[,:]/)[0] ?? null;

/** The Chinese terms of the subgraphs' descriptions; the home of a type, where it is a Node, has the say over its stubs. */
export function collectWords(definitions: readonly DefinitionNode[]): Words {
  const types = new Map<string, string>();
  const values = new Map<string, Record<string, string>>();
  const objects = definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
  const isHome = (node: (typeof objects)[number]) => node.interfaces?.some(({ name }) => name.value === 'Node');
  for (const node of [...objects.filter(isHome), ...objects]) {
    const word = wordIn(node.description?.value);
    if (word && !types.has(node.name.value)) types.set(node.name.value, word);
  }
  for (const node of definitions.filter((definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION)) {
    const words = (node.values ?? []).flatMap(({ name, description }) => {
      const word = wordIn(description?.value);
      return word ? [[name.value, word] as const] : [];
    });
    values.set(node.name.value, Object.fromEntries(words));
  }
  return { types: sorted(types), values: sorted(values) };
}

const sorted = <Value>(map: ReadonlyMap<string, Value>): Record<string, Value> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Writes `words.json`; with `--check` it compares with the committed file and exits 1 on drift. */
if (import.meta.main) {
  const file = new URL('words.json', import.meta.url);
  const words = collectWords(serviceNames.flatMap((name) => loadSubgraph(name).definitions));
  const text = `${JSON.stringify(words, null, 2)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error('schemas/words.json is not what the descriptions say: run "npm run compose" and commit it');
    process.exitCode = 1;
  }
  console.log(
    `${Object.keys(words.types).length} types and ${Object.keys(words.values).length} enums have Chinese words`,
  );
}
