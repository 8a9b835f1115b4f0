import type { Data, Desk } from '@chengqi/stack';
import { type GraphQLArgument, type GraphQLField, getNamedType, isEnumType, isInputObjectType } from 'graphql';
import { answered, atOnce } from './questions.ts';
import type { Row } from './records.ts';

type Field = GraphQLField<unknown, unknown>;

/** One value of one filter. */
export interface Filter {
  readonly name: string;
  readonly value: string;
  readonly argument: string;
}

/** Every filter with few values, with each of them. */
export function filtersOf(field: Field): Filter[] {
  return field.args.flatMap((argument) => {
    const type = getNamedType(argument.type);
    if (isEnumType(type)) return valuesOf(argument, (text) => `${argument.name}: ${text}`);
    if (!isInputObjectType(type) || argument.name !== 'where') return [];
    return Object.values(type.getFields()).flatMap((inner) =>
      valuesOf(inner, (text) => `where: { ${inner.name}: ${text} }`),
    );
  });
}

function valuesOf({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>, put: (text: string) => string): Filter[] {
  const named = getNamedType(type);
  const flags = named.name === 'Boolean' ? ['true', 'false'] : [];
  const values = isEnumType(named) ? named.getValues().map((each) => each.name) : flags;
  if (name === 'orderBy') return [];
  return values.map((value) => ({ name, value, argument: put(String(type).includes('[') ? `[${value}]` : value) }));
}

/** The page of each, in their order; null where it was refused. */
export async function askFilters(desk: Desk, field: string, filters: readonly Filter[]): Promise<Data[]> {
  const answers: Data[] = [];
  for (let from = 0; from < filters.length; from += atOnce) {
    const some = filters.slice(from, from + atOnce);
    const asked = some.map(
      ({ argument }, at) => `a${at}: ${field}(${argument}, first: 100) { totalCount nodes { id } }`,
    );
    const data = await answered(desk, `{ ${asked.join(' ')} }`);
    answers.push(...some.map((_, at) => data?.[`a${at}`] ?? null));
  }
  return answers;
}

/** The column that a filter asks, where one has its name. */
export function columnOf(row: Row, filter: string): string | undefined {
  const name = filter.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`);
  return (/^states?$/.test(name) ? ['status', 'state'] : [name]).find((each) => each in row);
}

/** A value as the contract has it: flags as booleans, names of types as constants. */
export const saysOf = (value: unknown): string =>
  value === 1 || value === 0
    ? value === 1
      ? 'true'
      : 'false'
    : String(value)
        .replaceAll(/(?<=[a-z])[A-Z]/g, '_$&')
        .toUpperCase();
