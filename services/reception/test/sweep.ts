import { loadSubgraph } from '@chengqi/schemas';
import {
  buildASTSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
  Kind,
  parse,
  visit,
} from 'graphql';

/** Values to try for an argument, by its name. */
export type Candidates = Readonly<Record<string, readonly unknown[]>>;

const levels = 3;
/** Fields that repeat what their neighbours say. */
const skipped = new Set(['edges', 'pageInfo']);

export const receptionSchema = (): GraphQLSchema =>
  buildASTSchema(
    {
      kind: Kind.DOCUMENT,
      definitions: [...parse('type Query type Mutation').definitions, ...loadSubgraph('reception').definitions],
    },
    { assumeValidSDL: true },
  );

const fieldsOf = (type: GraphQLObjectType | null | undefined) => Object.values(type?.getFields() ?? {});
export const rootFields = (schema: GraphQLSchema) => fieldsOf(schema.getQueryType());
export const mutations = (schema: GraphQLSchema) => fieldsOf(schema.getMutationType());

const scalarText: Readonly<Record<string, string>> = {
  DateTime: '"2026-09-30T00:00:00Z"',
  LocalDate: '"2026-09-14"',
  Int: '3',
  Float: '3',
  Boolean: 'true',
  ID: '"none"',
  String: '"说明"',
};
const period = '{ gte: "2026-09-01T00:00:00Z", lt: "2026-11-01T00:00:00Z" }';

/** Some value of the type as GraphQL writes it; `given` says what certain fields must be. */
export function someValue(type: GraphQLInputType, given: Readonly<Record<string, unknown>> = {}): string {
  if (isNonNullType(type)) return someValue(type.ofType, given);
  if (isListType(type)) return `[${someValue(type.ofType, given)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (!isInputObjectType(type)) return scalarText[type.name] ?? '"说明"';
  if (type.name === 'DateTimeFilter') return period;
  const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field) || field.name in given);
  return `{ ${fields
    .map((field) =>
      field.name in given
        ? `${field.name}: ${JSON.stringify(given[field.name])}`
        : `${field.name}: ${someValue(field.type, given)}`,
    )
    .join(', ')} }`;
}

const written = (name: string, value: unknown): string => `${name}: ${JSON.stringify(value)}`;

const argumentsText = (args: readonly GraphQLArgument[], chosen: string | null): string => {
  const given = chosen === null ? [] : [chosen];
  const texts = args
    .filter((arg) => isRequiredArgument(arg) && !given.some((text) => text.startsWith(`${arg.name}:`)))
    .map((arg) => `${arg.name}: ${someValue(arg.type)}`);
  return given.length + texts.length === 0 ? '' : `(${[...given, ...texts].join(', ')})`;
};

/** Everything the type shows down to some levels, its own type left out further down. */
function selection(type: GraphQLOutputType, left: number, path: readonly string[]): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named)) {
    const parts = named
      .getTypes()
      .map((member) => `... on ${member.name} ${fieldsText(member, left, path, `${member.name}_`)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  return isObjectType(named) ? fieldsText(named, left, path, '') : '{ __typename }';
}

function fieldsText(type: GraphQLObjectType, left: number, path: readonly string[], prefix: string): string {
  const inner = [...path, type.name];
  const texts = fieldsOf(type).flatMap((field) => {
    const named = getNamedType(field.type);
    if (skipped.has(field.name) || path.includes(named.name)) return [];
    if (!isLeafType(named) && left === 0) return [];
    const alias = prefix === '' ? '' : `${prefix}${field.name}: `;
    return [`${alias}${field.name}${argumentsText(field.args, null)} ${selection(field.type, left - 1, inner)}`];
  });
  return `{ __typename ${texts.join(' ')} }`;
}

/** One query for each way of asking the field: plainly, and by each candidate for one of its arguments. */
export function queriesOf(field: GraphQLField<unknown, unknown>, candidates: Candidates): string[] {
  const body = selection(field.type, levels, []);
  const chosen = field.args.flatMap(({ name }) => (candidates[name] ?? []).map((value) => written(name, value)));
  const plain = field.args.some((arg) => isRequiredArgument(arg) && arg.name in candidates) ? [] : [null];
  return [...plain, ...chosen].map((choice) => `{ ${field.name}${argumentsText(field.args, choice)} ${body} }`);
}

/** How many values a query asks for, each on its own path. */
export function leavesOf(query: string): number {
  let leaves = 0;
  visit(parse(query), {
    Field: ({ selectionSet, name }) => {
      if (selectionSet === undefined && name.value !== '__typename') leaves += 1;
    },
  });
  return leaves;
}

/** References to an entity, as the router asks for them. */
export function entityQuery(schema: GraphQLSchema, type: string): string | null {
  const found = schema.getType(type);
  return isObjectType(found)
    ? `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} ${fieldsText(found, levels, [], '')} } }`
    : null;
}
