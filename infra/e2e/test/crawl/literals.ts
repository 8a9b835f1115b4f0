import { type GraphQLArgument, getNamedType, isEnumType, isNonNullType } from 'graphql';

export const isNeeded = ({ type, defaultValue }: GraphQLArgument): boolean =>
  isNonNullType(type) && defaultValue === undefined;

/** The noon of a day before or after today. */
export const inDays = (days: number): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T04:00:00Z`;

/** As long as any list of this contract takes, around what happens in the office of this test. */
const span = { from: `"${inDays(-30)}"`, to: `"${inDays(30)}"` };

/** What has to be said besides what is asked about. */
const words: Readonly<Record<string, string>> = {
  ...span,
  'period: DateTimeFilter': `{ gte: ${span.from}, lt: ${span.to} }`,
  'period: String': '"2026-W40"',
  periods: '["2026-W40"]',
  metric: '"sup.registered"',
  'where: MetricFilter': `{ from: ${span.from}, to: ${span.to} }`,
  docCode: '"云政办发"',
  year: inDays(0).slice(0, 4),
  search: '"YX"',
  key: '"cases"',
};

/** The values to give an argument that has to be given, as text: all of an enum, one of anything else. */
export function literalsOf({ name, type }: GraphQLArgument): readonly string[] {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues().map((value) => value.name);
  const word = words[`${name}: ${named.name}`] ?? words[name];
  if (word === undefined) throw new Error(`say what ${name}: ${type} is to be asked with`);
  return [word];
}
