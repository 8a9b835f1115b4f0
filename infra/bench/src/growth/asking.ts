import { readFileSync } from 'node:fs';
import { createClient, type Data, type Desk } from '@chengqi/stack';
import { buildSchema } from 'graphql';
import { percentile, timesOf } from '../samples.ts';
import { idle } from './county.ts';
import { growthQuestions, type Question } from './questions.ts';
import { knownValues, sampleRows } from './values.ts';

export interface Answered {
  readonly p50: number;
  readonly p95: number;
  /** Rows that the engine read for one answer, where it counts them. */
  readonly rows: number | null;
}

export interface Asking {
  readonly url: string;
  /** Only questions whose name begins so. */
  readonly isAsked: (question: string) => boolean;
  readonly rounds: number;
  /** All rows that the engine has read so far; null where it does not count. */
  readonly rowsRead: () => Promise<number | null>;
  /** Hears of each answer as it comes: all of them take long. */
  readonly onAnswer?: (question: string, answered: Answered) => void;
}

const schema = buildSchema(readFileSync(new URL('../../../../schemas/api.graphql', import.meta.url), 'utf8'));
const seconds = 2;
/** The head of the county sees nearly all, a clerk the matters of a unit, the third is in a unit that has none. */
const viewers = { county: 'YX0001', unit: 'YX0026-17', nobody: `YX0026-${idle.cast}` };
/** Of lists that are not for everybody, whoever of the office may ask. */
const officials = ['YX0013', 'YX0027', 'YX0032', 'YX0033', 'YX0004', 'admin'];

/** Every question of the schema in each of its forms by each of the viewers, who asked it last behind its name. */
export async function askAll({ url, isAsked, rounds, rowsRead, onAnswer }: Asking): Promise<Map<string, Answered>> {
  const client = createClient(url);
  const { viewer } = await client.as(viewers.unit).act('query { viewer { person { primaryOrg { id } } } }');
  const orgId = viewer.person.primaryOrg.id;
  const now = new Date();
  const bare = growthQuestions(schema, knownValues(new Map(), orgId, now));
  const rows = await sampleRows(client.as(viewers.county), bare);
  const questions = growthQuestions(schema, knownValues(rows, orgId, now)).filter(({ name }) => isAsked(name));
  const answers = new Map<string, Answered>();
  for (const question of questions) {
    for (const [who, desk] of await desksFor(question, client)) {
      for (const [form, variables] of await formsOf(question, desk)) {
        const ask = async () => {
          const { errors } = await desk.ask(question.query, variables);
          if (errors.some(isFault)) throw new NoAnswer();
        };
        const name = [question.name, ...(form ? [form] : []), who].join(', ');
        const answered = await answer(ask, rounds, rowsRead);
        answers.set(name, answered);
        onAnswer?.(name, answered);
      }
    }
  }
  return answers;
}

async function desksFor(question: Question, client: ReturnType<typeof createClient>): Promise<[string, Desk][]> {
  const open: [string, Desk][] = [];
  for (const [who, staffNo] of Object.entries(viewers)) {
    if (await isAnswered(question, client.as(staffNo))) open.push([who, client.as(staffNo)]);
  }
  if (open.length > 0) return open;
  for (const staffNo of officials) {
    if (await isAnswered(question, client.as(staffNo))) return [[staffNo, client.as(staffNo)]];
  }
  return [];
}

async function isAnswered({ query, variables }: Question, desk: Desk): Promise<boolean> {
  try {
    const { errors, data } = await desk.ask(query, variables);
    return (errors.length === 0 && data != null) || errors.some(isFault);
  } catch (error) {
    if (isTooLate(error)) return true;
    throw error;
  }
}

/** The office failed, which is no refusal. */
class NoAnswer extends Error {}
const isFault = ({ extensions }: { readonly extensions?: { readonly code?: unknown } }): boolean =>
  extensions?.code === 'INTERNAL';
/** The client waits for half a minute. */
const isTooLate = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';
const unanswered: Answered = { p50: 30_000, p95: 30_000, rows: null };

const size = 20;
const deepPage = 50;

/** Each page has twenty; of a list without filters the fiftieth page and the count are asked too. */
async function formsOf({ name, query, variables, path, isPaged, isCounted }: Question, desk: Desk) {
  if (!isPaged) return [['', variables]] as const;
  const first = { ...variables, first: size };
  const forms: [string, Record<string, unknown>][] = [['', first]];
  if (name.includes(' ')) return forms;
  if (isCounted) forms.push(['totalCount', { ...first, count: true }]);
  const after = await cursorAfter((given) => desk.ask(query, { ...variables, ...given }), path);
  if (after) forms.push([`page ${deepPage}`, { ...first, after }]);
  return forms;
}

async function cursorAfter(ask: (given: object) => Promise<{ data: Data }>, path: readonly string[]) {
  let after: string | null = null;
  for (let seen = 0; seen < (deepPage - 1) * size; seen += 70) {
    const { data } = await ask({ first: 70, after });
    const page = path.reduce((value, key) => value?.[key], data);
    if (page?.nodes.length !== 70) return null;
    after = page.pageInfo.endCursor;
  }
  return after;
}

/** What fails or is waited for in vain took half a minute. */
async function answer(ask: () => Promise<unknown>, rounds: number, rowsRead: Asking['rowsRead']): Promise<Answered> {
  try {
    return await measured(ask, rounds, rowsRead);
  } catch (error) {
    if (error instanceof NoAnswer || isTooLate(error)) return unanswered;
    throw error;
  }
}

async function measured(ask: () => Promise<unknown>, rounds: number, rowsRead: Asking['rowsRead']): Promise<Answered> {
  await ask();
  const read = await leastOf(3, async () => {
    const before = await rowsRead();
    if (before === null) return null;
    await ask();
    return ((await rowsRead()) ?? before) - before;
  });
  const times = await timesOf(ask, rounds, seconds);
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), rows: read };
}

/** Timers read meanwhile, now and then. */
async function leastOf(times: number, count: () => Promise<number | null>): Promise<number | null> {
  const counts: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const counted = await count();
    if (counted !== null) counts.push(counted);
  }
  return counts.length > 0 ? Math.min(...counts) : null;
}
