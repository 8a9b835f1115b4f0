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

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:[Zz]|(?<offset>[+-]\d{2}:\d{2}))$/;

/**
 * RFC 3339 with offsets that clocks have: quarter hours from -12:00 to +14:00. `T09:00-17:30`, a span of hours, is none;
 * `T09:00-10:30` stays one by the letter of RFC 3339, although a person may have meant a span.
 */
function isOffset(offset: string): boolean {
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4))];
  const limit = offset.startsWith('-') ? 12 * 60 : 14 * 60;
  return minutes < 60 && minutes % 15 === 0 && hours * 60 + minutes <= limit;
}

function readInstant(text: string): Date {
  const at = new Date(text);
  const found = rfc3339.exec(text);
  if (!found || !isOffset(found.groups?.offset ?? '+00:00') || !isStorable(at) || !isDay(text.slice(0, 10)))
    throw refuse('DateTime');
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
