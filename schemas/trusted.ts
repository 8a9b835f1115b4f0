import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { type DocumentNode, Kind, parse, print, visit } from 'graphql';

const here = new URL('./', import.meta.url).pathname;

/** An operation that a client has registered. */
export interface RegisteredOperation {
  /** The client's folder in `operations`. */
  readonly client: string;
  readonly name: string;
  readonly text: string;
  /** `sha256:` and the digest of its normal form, by which it is asked for without its text. */
  readonly documentId: string;
}

/** A document as it is compared and hashed: printed, its fragments by name, without what clients add for their caches. */
export function normalForm(document: DocumentNode): string {
  const { definitions, ...rest } = visit(document, {
    Field: ({ name, alias, directives }) =>
      name.value === '__typename' && !alias && !directives?.length ? null : undefined,
  });
  const nameOf = (node: (typeof definitions)[number]) =>
    node.kind === Kind.FRAGMENT_DEFINITION ? node.name.value : '';
  const inOrder = definitions.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
  return print({ ...rest, definitions: inOrder });
}

/** A SHA256 hex document identifier (GraphQL over HTTP, appendix on persisted documents, draft). */
export const documentIdOf = (document: DocumentNode): string =>
  `sha256:${createHash('sha256').update(normalForm(document)).digest('hex')}`;

/** The operation of a registered text, which holds one. @throws Error when it holds none or several */
export function registered(client: string, text: string): RegisteredOperation {
  const document = parse(text);
  const [operation, ...others] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const name = operation?.name?.value;
  if (name === undefined || others.length > 0)
    throw new Error(`a text of ${client} holds no one operation with a name`);
  return { client, name, text, documentId: documentIdOf(document) };
}

/** What clients have registered under `operations/<client>/`. */
export const registeredOperations = (): RegisteredOperation[] =>
  globSync('operations/*/*.graphql', { cwd: here })
    .sort()
    .map((file) => registered(file.split('/')[1] ?? '', readFileSync(here + file, 'utf8')));

/** Writes `persisted-documents.json`, each document by its id; with `--check` it compares and exits 1 on drift. */
if (import.meta.main) {
  const operations = registeredOperations();
  const documents = Object.fromEntries(operations.map(({ documentId, text }) => [documentId, normalForm(parse(text))]));
  const text = `${JSON.stringify(documents, null, 2)}\n`;
  const file = `${here}persisted-documents.json`;
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error('schemas/persisted-documents.json is not what is registered: run "npm run compose" and commit it');
    process.exitCode = 1;
  }
  console.log(`${operations.length} operations of ${new Set(operations.map(({ client }) => client)).size} clients`);
}
