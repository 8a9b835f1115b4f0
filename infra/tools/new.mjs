/**
 * `npm run new -- service NAME [--slice NAME] [--noun NOUN] [--zh WORD]` and
 * `npm run new -- slice SERVICE NAME [--noun NOUN] [--zh WORD]`: writes what CONTRIBUTING.md describes, from the texts in
 * templates/, and the lines by which the service finds it. Everything is decided before the first file is written.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Script } from 'node:vm';
import { parse } from 'graphql';
import { serviceNames } from '../../schemas/services.ts';
import { addFirst, addLast, Edits } from './edits.mjs';

const root = new URL('../../', import.meta.url).pathname;
const templates = new URL('templates/', import.meta.url).pathname;
const usage = `npm run new -- service NAME [--slice NAME] [--noun NOUN] [--zh WORD]
npm run new -- slice SERVICE NAME [--noun NOUN] [--zh WORD]`;

/** Says why nothing was written. */
class Refusal extends Error {}

function newService(service, { slice = service.endsWith('s') ? service : `${service}s`, noun, zh }) {
  wordOf('service', service);
  if ([...serviceNames, 'gateway'].includes(service) || existsSync(`${root}services/${service}`)) {
    throw new Refusal(`there is a ${service} already`);
  }
  const edits = new Edits(root);
  const words = wordsOf(service, slice, noun, zh, true);
  for (const [template, file] of Object.entries(serviceFiles(service))) {
    edits.create(file, filled(`service/${template}`, words));
  }
  addLast(edits, 'schemas/services.ts', {
    known: RegExp(`'${service}'`),
    anchor: /export const serviceNames = \[[^\]]*(?=\] as const)/,
    entry: `'${service}',`,
  });
  addLast(edits, 'infra/stack/src/services.ts', {
    known: RegExp(`'@chengqi/${service}'`),
    anchor: /const byName: [^=]*= \{[^}]*(?=\};)/,
    entry: `${service},`,
    from: `import { ${service} } from '@chengqi/${service}';`,
  });
  edits.change('infra/stack/package.json', (text) => {
    const { dependencies, ...rest } = JSON.parse(text);
    const sorted = Object.entries({ ...dependencies, [`@chengqi/${service}`]: '*' }).sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
    return `${JSON.stringify({ ...rest, dependencies: Object.fromEntries(sorted) }, null, 2)}\n`;
  });
  addSlice(edits, words);
  finish(edits, words, ['npm install']);
}

const serviceFiles = (service) => ({
  'package.json': `services/${service}/package.json`,
  'tsconfig.json': `services/${service}/tsconfig.json`,
  'turbo.json': `services/${service}/turbo.json`,
  'README.md': `services/${service}/README.md`,
  'main.ts': `services/${service}/src/main.ts`,
  'service.ts': `services/${service}/src/service.ts`,
  'context.ts': `services/${service}/src/context.ts`,
  'commands.ts': `services/${service}/src/commands.ts`,
  'loaders.ts': `services/${service}/src/loaders.ts`,
  'mappers.ts': `services/${service}/src/mappers.ts`,
  '_schema.graphql': `schemas/subgraphs/${service}/_schema.graphql`,
  'events.ts': `schemas/events/${service}.ts`,
});

function newSlice(service, slice, { noun, zh }) {
  if (!serviceNames.includes(service)) {
    throw new Refusal(`there is no service ${service}, only ${serviceNames.join(', ')}`);
  }
  const edits = new Edits(root);
  const words = wordsOf(service, slice, noun, zh, false);
  addSlice(edits, words);
  finish(edits, words, []);
}

function addSlice(edits, words) {
  const { service, slice, noun, Noun } = words;
  const source = `services/${service}/src`;
  const migration = `${words.stamp}-create-${slice}.ts`;
  const files = {
    'schema.graphql': `schemas/subgraphs/${service}/${slice}.graphql`,
    'zh.json': `schemas/subgraphs/${service}/${slice}.zh.json`,
    'noun.ts': `${source}/${slice}/${noun}.ts`,
    'noun.workflow.ts': `${source}/${slice}/${noun}.workflow.ts`,
    'noun.workflow.test.ts': `${source}/${slice}/${noun}.workflow.test.ts`,
    'noun.entity.ts': `${source}/${slice}/${noun}.entity.ts`,
    'noun.repository.ts': `${source}/${slice}/${noun}.repository.ts`,
    'migration.ts': `${source}/migrations/${migration}`,
    'slice.commands.ts': `${source}/${slice}/${slice}.commands.ts`,
    'slice.resolvers.ts': `${source}/${slice}/${slice}.resolvers.ts`,
    'slice.int.test.ts': `services/${service}/test/${slice}.int.test.ts`,
  };
  for (const [template, file] of Object.entries(files)) edits.create(file, filled(`slice/${template}`, words));

  addFirst(edits, `${source}/commands.ts`, {
    or: `${source}/service.ts`,
    known: RegExp(`\\bcreate${Noun}Commands\\b`),
    anchor: /^export const createCommands = [^\n]*=> \(\{\n|^export function createCommands\([\s\S]*?^ {2}return \{\n/m,
    entry: `${slice}: create${Noun}Commands(foundation),`,
    from: `import { create${Noun}Commands } from './${slice}/${slice}.commands.ts';`,
  });
  addFirst(edits, `${source}/service.ts`, {
    known: RegExp(`\\b${Noun}Entity\\b`),
    anchor: /\bentities: \[\s*\.\.\.officeEntities,/,
    entry: `${Noun}Entity,`,
    from: `import { ${Noun}Entity } from './${slice}/${noun}.entity.ts';`,
  });
  addFirst(edits, `${source}/service.ts`, {
    known: RegExp(`\\b${noun}Resolvers\\b`),
    anchor: /\bresolvers: \[/,
    entry: `${noun}Resolvers,`,
    from: `import { ${noun}Resolvers } from './${slice}/${slice}.resolvers.ts';`,
  });
  addFirst(edits, `${source}/loaders.ts`, {
    known: RegExp(`\\b${Noun}Entity\\b`),
    anchor:
      /^export function createLoaders\(request: Request, \{[^}]*\boffice\b[^}]*\}: Foundation\b[\s\S]*?^ {2}return \{\n/m,
    entry: `${slice}: batch((ids) => office.readByIds(request, ${Noun}Entity, ids, ${noun}Access)),`,
    from: `import { ${Noun}Entity } from './${slice}/${noun}.entity.ts';
import { ${noun}Access } from './${slice}/${noun}.workflow.ts';`,
  });
  addLast(edits, `${source}/mappers.ts`, {
    known: RegExp(`\\b${Noun}Parent\\b`),
    anchor: /^[\s\S]*$/,
    entry: `export type ${Noun}Parent = ${Noun};\n`,
    from: `import type { ${Noun} } from './${slice}/${noun}.ts';`,
  });
  addLast(edits, 'schemas/prefixes.ts', {
    known: RegExp(`'${Noun}'`),
    anchor: /export const nodeTypes = \{[^}]*(?=\} as const)/,
    entry: `${words.prefix}: '${Noun}',`,
  });
}

/** What the templates have in braces, after everything that a name could collide with has been asked. */
function wordsOf(service, slice, given, zh, announced) {
  wordOf('slice', slice);
  const noun = given ?? slice.replace(/s$/, '');
  wordOf('noun', noun);
  if (noun === slice) throw new Refusal(`one of ${slice} needs a name of its own: --noun NOUN`);
  if (!/^\p{Script=Han}{1,12}$/u.test(zh)) throw new Refusal(`${zh} is no Chinese word`);
  const [Noun, Slice] = [capital(noun), capital(slice)];
  const event = `${service}.${Noun}Decided.v1`;
  const stamp = Date.now();
  const a = /^[aeiou]/.test(noun) ? 'an' : 'a';
  const words = {
    ...{ service, slice, noun, Noun, zh, stamp, a, A: capital(a), Migration: `Create${Slice}${stamp}` },
    prefix: freePrefix(noun),
    subject: announced ? noun : '_',
    eventImport: announced ? `import { ${noun}Decided } from '@chengqi/schemas/events/${service}';` : '',
    eventTypes: announced ? `'${event}'` : '',
    events: announced
      ? `${noun}Decided.create(${noun}, { ${noun}Id: ${noun}.id, accepted: to === 'ACCEPTED', decidedAt: at.toISOString() })`
      : '',
  };
  refuseTaken(words);
  return words;
}

/** What a generated file calls by these names already, or a resolver's context does. */
const ownNames = `
  act actor at commands context county create decide director fields foundation generated id kit list loaders maker
  migrations node office owner request results role service state viewer words`.split(/\s+/);

function wordOf(what, word) {
  if (!/^[a-z]{2,24}$/.test(word))
    throw new Refusal(`${word} is no name of a ${what}: one lower-case word of 2 to 24 letters`);
  try {
    new Script(`'use strict'; async () => { let ${word}; }`);
  } catch {
    throw new Refusal(`${word} is a word of the language: choose another name for the ${what}`);
  }
  if (ownNames.includes(word))
    throw new Refusal(`${word} means something else here: choose another name for the ${what}`);
}

/** Files, tables, loaders, types and root fields are each named once in the house, or in the service. */
function refuseTaken({ service, slice, ...words }) {
  const folder = `services/${service}/src/${slice}`;
  const places = [folder, `schemas/subgraphs/${service}/${slice}.graphql`];
  const there = places.find((place) => existsSync(root + place));
  if (there !== undefined) throw new Refusal(`there is ${there} already`);
  const near = globSync(`{services/${service},infra/service-kit,infra/office-kernel}/src/**/*.ts`, { cwd: root });
  const table = near.find((file) => readFileSync(root + file, 'utf8').includes(`tableName: '${slice}'`));
  if (table !== undefined) throw new Refusal(`there is a table ${slice} already, in ${table}`);
  const wiring = ['commands', 'loaders']
    .map((file) => `services/${service}/src/${file}.ts`)
    .filter((file) => existsSync(root + file));
  const other = wiring.find((file) => {
    const text = readFileSync(root + file, 'utf8');
    return (
      RegExp(`^ +${slice}[:,(]`, 'm').test(text) && !RegExp(`\\b(create)?${words.Noun}(Commands|Entity)\\b`).test(text)
    );
  });
  if (other !== undefined) throw new Refusal(`${other} calls something else ${slice} already`);
  const known = globSync('schemas/subgraphs/**/*.graphql', { cwd: root }).flatMap((file) =>
    namesIn(readFileSync(root + file, 'utf8')),
  );
  const taken = namesIn(filled('slice/schema.graphql', { service, slice, ...words })).filter((name) =>
    known.includes(name),
  );
  if (taken.length > 0) throw new Refusal(`the graph has ${taken.join(', ')} already: choose another --noun`);
}

/** Types that SDL defines and root fields that it adds. */
const namesIn = (sdl) =>
  parse(sdl).definitions.flatMap((node) =>
    ['Query', 'Mutation'].includes(node.name?.value)
      ? node.fields.map(({ name }) => `${node.name.value}.${name.value}`)
      : node.kind.endsWith('TypeDefinition')
        ? [node.name.value]
        : [],
  );

/** Three letters that begin the ids of nothing else. */
function freePrefix(noun) {
  const files = globSync(['services/*/src/**/*.ts', 'infra/*/src/**/*.ts', 'schemas/events/*.ts'], { cwd: root });
  const used = new Set(
    files.flatMap((file) =>
      [...readFileSync(root + file, 'utf8').matchAll(/(?:typeId|ids\.next)\('([a-z]+)'\)/g)].map(
        ([, prefix]) => prefix,
      ),
    ),
  );
  const consonants = noun[0] + noun.slice(1).replace(/[aeiou]/g, '');
  const letters = [noun.slice(0, 3), consonants.slice(0, 3), noun.slice(0, 2) + noun.at(-1), noun.slice(0, 4), noun];
  const free = letters.find((prefix) => prefix.length >= 2 && !used.has(prefix));
  if (free === undefined) throw new Refusal(`ids of ${noun} would begin like others: choose another --noun`);
  return free;
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** A template with its words; a line that is nothing but an empty word goes. */
function filled(template, words) {
  const text = readFileSync(join(templates, `${template}.txt`), 'utf8');
  return text
    .replace(/^\{\{(\w+)\}\}\n/gm, (line, word) => (words[word] === '' ? '' : line))
    .replace(/\{\{(\w+)\}\}/g, (_, word) => {
      if (words[word] === undefined) throw new Error(`${template} asks for ${word}`);
      return words[word];
    });
}

function finish(edits, { service, slice, Noun }, first) {
  if (edits.missing.length > 0) {
    throw new Refusal(
      [
        `Nothing was written: services/${service} is laid out in another way. Add these lines by hand, then run this again.`,
        ...edits.missing.map(({ file, lines }) => `\n${file}\n${lines.map((line) => `  ${line}`).join('\n')}`),
      ].join('\n'),
    );
  }
  for (const [file, text] of edits.texts) {
    mkdirSync(dirname(root + file), { recursive: true });
    writeFileSync(root + file, text);
    console.log(`${edits.created.has(file) ? 'new ' : 'line'} ${file}`);
  }
  const format = ['check', '--write', '--no-errors-on-unmatched', ...edits.texts.keys()];
  const { status } = spawnSync(`${root}node_modules/.bin/biome`, format, { cwd: root, stdio: 'ignore' });
  if (status !== 0) console.log('The formatter is not content: npm run format says why.');
  const commands = [...first, 'npm run compose', 'npm run codegen', `npm test -- services/${service}`];
  console.log(`\nNow: ${commands.join(' && ')}
Then make it yours: the words of ${Noun} in schemas/subgraphs/${service}/${slice}.graphql and, in Chinese, ${slice}.zh.json, the table, services/${service}/README.md.`);
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { slice: { type: 'string' }, noun: { type: 'string' }, zh: { type: 'string', default: '事项' } },
  });
  const [kind, ...names] = positionals;
  if (kind === 'service' && names.length === 1) newService(names[0], values);
  else if (kind === 'slice' && names.length === 2 && values.slice === undefined) newSlice(...names, values);
  else throw new Refusal(usage);
} catch (error) {
  if (!(error instanceof Refusal) && !error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(error instanceof Refusal ? error.message : usage);
  process.exitCode = 1;
}
