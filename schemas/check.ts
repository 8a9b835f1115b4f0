/**
 * `npm run schema -- check [--against REF] [--usage FILE_OR_URL]`: what of the API schema has changed since that commit
 * (HEAD when not given) in a way that breaks clients or may, and whom: operations registered then or now, and clients
 * that a gateway has seen (`GET /usage`, with `OPERATOR_TOKEN`). Ends with 1 when somebody known breaks.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildSchema } from 'graphql';
import { changesBetween, type SchemaChange } from './changes.ts';
import type { Usage } from './coordinates.ts';
import { type RegisteredOperation, registered, registeredOperations } from './trusted.ts';

const here = new URL('./', import.meta.url).pathname;

class CheckError extends Error {}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { against: { type: 'string', default: 'HEAD' }, usage: { type: 'string' } },
});

try {
  if (positionals.join(' ') !== 'check')
    throw new CheckError('Say "npm run schema -- check [--against REF] [--usage FILE]".');
  process.exitCode = await check(values.against, values.usage ?? null);
} catch (error) {
  if (!(error instanceof CheckError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function check(ref: string, usageFrom: string | null): Promise<number> {
  const commit = git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`).trim();
  if (commit === '')
    throw new CheckError(`There is no commit ${ref} here; a checkout of two commits has HEAD~1 (fetch-depth: 2).`);
  const before = buildSchema(git('show', `${commit}:./api.graphql`));
  const after = buildSchema(readFileSync(`${here}api.graphql`, 'utf8'));
  const operations = distinct([...registeredAt(commit), ...registeredOperations()]);
  const usage = usageFrom === null ? null : await readUsage(usageFrom);
  const changes = await changesBetween(before, after, operations, usage);
  for (const change of changes) tell(change);
  const broken = changes.filter(
    ({ level, operations: hit, seen }) => level === 'BREAKING' && hit.length + seen.length > 0,
  );
  const clients = new Set(operations.map(({ client }) => client));
  console.log(
    `${operations.length} operations of ${clients.size} clients${usage ? ` and what was asked since ${usage.since}` : ''} ` +
      `against ${commit.slice(0, 7)}: ${changes.length} changes to look at, ${broken.length} break somebody`,
  );
  return broken.length > 0 ? 1 : 0;
}

function tell({ level, message, coordinate, operations, seen }: SchemaChange): void {
  console.log(`${level === 'BREAKING' ? 'BREAKING ' : 'dangerous'} ${coordinate}: ${message}`);
  const verb = level === 'BREAKING' ? 'breaks' : 'may break';
  for (const { name, client } of operations) console.log(`          ${verb} ${name} of ${client}`);
  for (const { client, times, lastOn } of seen)
    console.log(`          ${client} has asked for it ${times} times, last on ${lastOn}`);
  if (operations.length + seen.length === 0) console.log('          nobody known asks for it');
}

/** What was registered then may be at work still, whatever has become of it here. */
function registeredAt(commit: string): RegisteredOperation[] {
  const files = git('ls-tree', '-r', '--name-only', commit, './operations/')
    .split('\n')
    .filter((file) => file.endsWith('.graphql'));
  return files.flatMap((file) => {
    const client = file.split('/').at(-2) ?? '';
    return [registered(client, git('show', `${commit}:./${file}`))];
  });
}

function distinct(operations: readonly RegisteredOperation[]): RegisteredOperation[] {
  return [
    ...new Map(operations.map((operation) => [`${operation.client} ${operation.documentId}`, operation])).values(),
  ];
}

/** Empty when git has nothing to say. */
function git(...args: string[]): string {
  return spawnSync('git', args, { cwd: here, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).stdout ?? '';
}

async function readUsage(from: string): Promise<Usage> {
  const isAddress = /^https?:\/\//.test(from);
  const headers = { authorization: `Bearer ${process.env.OPERATOR_TOKEN ?? ''}` };
  try {
    const text = isAddress ? await (await fetch(from, { headers })).text() : readFileSync(from, 'utf8');
    const usage = JSON.parse(text) as Partial<Usage>;
    if (typeof usage.since === 'string' && typeof usage.clients === 'object') return usage as Usage;
  } catch (error) {
    throw new CheckError(`What was asked could not be read from ${from}: ${(error as Error).message}`);
  }
  throw new CheckError(`${from} is no record of what was asked; a gateway gives one at /usage to OPERATOR_TOKEN.`);
}
