import { GraphQLScalarType, Kind } from 'graphql';
import { badInput } from './errors.ts';

const refuse = (name: string) => badInput(name, { en: `Not a ${name}.`, zh: `不是有效的 ${name}。` });

function textScalar(name: string, read: (text: string) => unknown, write: (value: unknown) => unknown) {
  return new GraphQLScalarType({
    name,
    parseValue: (value) => {
      if (typeof value !== 'string') throw refuse(name);
      return read(value);
    },
    parseLiteral: (node) => {
      if (node.kind !== Kind.STRING) throw refuse(name);
      return read(node.value);
    },
    serialize: write,
  });
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/;

function readInstant(text: string): Date {
  const at = new Date(text);
  if (!rfc3339.test(text) || !isStorable(at) || !isDay(text.slice(0, 10))) throw refuse('DateTime');
  return at;
}

/** MySQL stores nothing before the year 1000; the end leaves room for deadlines that are reckoned from what was read. */
function isStorable(at: Date): boolean {
  const year = at.getUTCFullYear();
  return year >= 1000 && year < 3000;
}

/** Whether the text is a day of the calendar; `Date` would move 31 February to March. */
function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isStorable(at) && at.toISOString().startsWith(text);
}

function readDay(text: string): string {
  if (!isDay(text)) throw refuse('LocalDate');
  return text;
}

/** Scalars that all subgraphs share; instants come in with an offset and go out in UTC. */
export const scalars = {
  DateTime: textScalar('DateTime', readInstant, (value) => (value instanceof Date ? value.toISOString() : value)),
  LocalDate: textScalar('LocalDate', readDay, String),
  PhoneMasked: textScalar('PhoneMasked', (text) => text, String),
};
