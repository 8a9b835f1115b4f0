import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type DocumentNode, parse, visit } from 'graphql';

const here = new URL('./', import.meta.url).pathname;
const shared = 'subgraphs/_shared/shared';
const sdlFiles = () => globSync('subgraphs/*/*.graphql', { cwd: here }).sort();
const catalogueOf = (place: string) => `${here}${place}.zh.json`;

/**
 * What the descriptions of the contract say in Chinese, by their English text. Beside each file of SDL lies `<slice>.zh.json`
 * with what it alone says; what several say is in `_shared`. As with gettext, another text has no Chinese until somebody says it.
 */
export function loadChinese(): ReadonlyMap<string, string> {
  const files = globSync('subgraphs/*/*.zh.json', { cwd: here }).sort();
  const entries = files.flatMap((file) => Object.entries<string>(JSON.parse(readFileSync(here + file, 'utf8'))));
  // Where two say the same text, the first has the say: what is shared comes before all slices.
  return new Map(entries.filter(([, chinese]) => chinese !== '').reverse());
}

/** As the catalogues have an English text: where its lines end says nothing. */
export const englishOf = (description: string): string => description.replaceAll(/\s+/g, ' ').trim();

/** Each English text once, in their order. */
export function descriptionsOf(document: DocumentNode): ReadonlySet<string> {
  const texts = new Set<string>();
  visit(document, {
    enter(node) {
      if ('description' in node && node.description) texts.add(englishOf(node.description.value));
    },
  });
  return texts;
}

/** By file of SDL, without its ending: the texts of which it is the place; only of those that clients may read. */
export function placesOf(
  files: readonly (readonly [file: string, document: DocumentNode])[],
  readable: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const [file, document] of files)
    for (const text of descriptionsOf(document))
      if (readable.has(text)) users.set(text, [...(users.get(text) ?? []), file.replace(/\.graphql$/, '')]);
  const placed = [...users].map(([text, [only, ...others]]) => ({
    text,
    place: only === undefined || others.length > 0 ? shared : only,
  }));
  return new Map(
    [...Map.groupBy(placed, ({ place }) => place)].map(([place, texts]) => [place, texts.map(({ text }) => text)]),
  );
}

/** Puts every text in its place, empty until somebody says it in Chinese; with `--check` it exits 1 where one is not. */
if (import.meta.main) {
  const check = process.argv.includes('--check');
  const parsed = (file: string) => parse(readFileSync(here + file, 'utf8'));
  const places = placesOf(
    sdlFiles().map((file) => [file, parsed(file)] as const),
    descriptionsOf(parsed('api.graphql')),
  );
  const chinese = loadChinese();
  for (const file of sdlFiles()) {
    const place = file.replace(/\.graphql$/, '');
    const texts = places.get(place) ?? [];
    const missing = texts.filter((text) => !chinese.has(text));
    for (const text of missing) console.error(`no Chinese in schemas/${place}.zh.json: ${JSON.stringify(text)}`);
    const written =
      texts.length === 0
        ? null
        : `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, chinese.get(text) ?? ''])), null, 2)}\n`;
    const catalogue = catalogueOf(place);
    const stands = existsSync(catalogue) ? readFileSync(catalogue, 'utf8') : null;
    if (check) {
      if (stands !== written) console.error(`schemas/${place}.zh.json has other texts than its SDL: npm run compose`);
      if (stands !== written || missing.length > 0) process.exitCode = 1;
    } else if (written === null) rmSync(catalogue, { force: true });
    else writeFileSync(catalogue, written);
  }
  const all = [...places.values()].flat();
  console.log(`${all.filter((text) => chinese.has(text)).length} of ${all.length} descriptions are there in Chinese`);
}
