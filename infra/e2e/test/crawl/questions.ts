import type { Data, Desk } from '@chengqi/stack';

/** As many things as one operation may ask for at once. */
export const atOnce = 20;
/** Signs and words of one operation: planning a longer one costs more than asking twice. */
const tokens = 1400;

export type Ids = Readonly<Record<string, string>>;

/** One root field, asked for many things at once. */
export interface Question {
  readonly field: string;
  /** The field's arguments that differ from thing to thing, with their types: `id: ID!`. */
  readonly given: Readonly<Record<string, string>>;
  /** Arguments that are the same for all, as text. */
  readonly fixed?: string;
  readonly selection: string;
}

const refusals = new Set(['FORBIDDEN', 'NOT_FOUND', 'CLEARANCE_REQUIRED']);

/** The answers in the order of what was given; a text serves all who ask, so that it is planned once. */
export async function askEach(desk: Desk, question: Question, given: readonly Ids[]): Promise<Data[]> {
  const each = 20 + (question.selection.match(/\w+|[^\s\w]/g)?.length ?? 0);
  const size = Math.max(1, Math.min(atOnce, Math.floor(tokens / each)));
  const answers: Data[] = [];
  for (let from = 0; from < given.length; from += size) {
    const some = given.slice(from, from + size);
    const many = some.length === 1 ? 1 : size;
    const all = Array.from({ length: many }, (_, at) => some[at] ?? some[0] ?? {});
    const variables = Object.fromEntries(
      all.flatMap((each, at) => Object.entries(each).map(([name, value]) => [`${name}${at}`, value])),
    );
    const data = await answered(desk, textOf(question, many), variables);
    answers.push(...some.map((_, at) => data?.[`a${at}`] ?? null));
  }
  return answers;
}

function textOf({ field, given, fixed = '', selection }: Question, many: number): string {
  const each = Array.from({ length: many }, (_, at) => at);
  const names = Object.entries(given);
  const declared = each.flatMap((at) => names.map(([name, type]) => `$${name}${at}: ${type}`)).join(', ');
  const asked = each.map((at) => {
    const args = [...names.map(([name]) => `${name}: $${name}${at}`), ...(fixed ? [fixed] : [])].join(', ');
    return `a${at}: ${field}${args && `(${args})`} ${selection}`;
  });
  return `query${declared && `(${declared})`} { ${asked.join(' ')} }`;
}

/** @throws Error where the graph fails instead of answering or refusing */
export async function answered(desk: Desk, query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await desk.ask(query, variables);
  const failed = errors.find(({ extensions }) => !refusals.has(extensions.code));
  if (failed) throw new Error(`${failed.extensions.code} ${failed.message} at ${failed.path?.join('.')}: ${query}`);
  return data;
}
