import {
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
} from 'graphql';

/** One list, with one of its filters or orders. */
export interface Question {
  readonly name: string;
  /** Type of what is listed, and the path to it in the answer. */
  readonly of: string;
  readonly path: readonly string[];
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly isPaged: boolean;
  readonly isCounted: boolean;
}

/** What values may be asked for, by the name of the argument and the type whose list it narrows. */
export interface Values {
  /** Null where nothing is known that could be given. */
  of(argument: string, listed: string): unknown;
  /** An id of something of the type. */
  idOf(type: string): string | null;
}

type Field = GraphQLField<unknown, unknown>;

const paging = new Set(['first', 'last', 'after', 'before']);
const isNeeded = ({ type, defaultValue }: GraphQLArgument): boolean =>
  isNonNullType(type) && defaultValue === undefined;
const isConnection = (type: GraphQLOutputType): boolean => getNamedType(type).name.endsWith('Connection');
const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/**
 * Every root list and figure of the schema as it stands, with each filter by itself, in each order; and every list of a
 * type that can be asked for by its id. Nobody has to think of a list that is added.
 */
export function growthQuestions(schema: GraphQLSchema, values: Values): Question[] {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name }) => !/ImportRows$/.test(name));
  const lists = roots.filter(({ type }) => isConnection(type) || isList(type) || !hasId(type));
  const byId = roots.filter(({ type, args }) => hasId(type) && args.some(({ name }) => name === 'id'));
  return [
    ...lists.flatMap((field) => variants(field, values, null)),
    ...byId.flatMap((parent) => {
      const type = getNamedType(parent.type) as GraphQLObjectType;
      const nested = Object.values(type.getFields()).filter((field) => isConnection(field.type));
      return nested.flatMap((field) => variants(field, values, parent));
    }),
  ];
}

const hasId = (type: GraphQLOutputType): boolean => {
  const named = getNamedType(type);
  return isObjectType(named) && named.getFields().id !== undefined;
};

function listedType(field: Field): GraphQLOutputType {
  const named = getNamedType(field.type);
  return isConnection(field.type) && isObjectType(named) ? (named.getFields().nodes?.type ?? named) : named;
}

function variants(field: Field, values: Values, parent: Field | null): Question[] {
  const listed = getNamedType(listedType(field)).name;
  const needed = field.args.filter(isNeeded);
  const given = Object.fromEntries(needed.map(({ name, type }) => [name, valueFor(type, name, listed, values)]));
  const open = field.args.filter((argument) => !isNeeded(argument) && !paging.has(argument.name));
  const id = parent && values.idOf(getNamedType(parent.type).name);
  if ((parent && id === null) || Object.values(given).includes(null)) return [];
  const ask = (variant: string, more: Record<string, unknown>): Question[] => {
    if (Object.values(more).some((value) => value === null)) return [];
    const variables = { ...given, ...more };
    const name = [parent ? `${parent.name}.${field.name}` : field.name, variant].filter(Boolean).join(' ');
    return [
      {
        name,
        of: listed,
        variables: id ? { ...variables, parent: id } : variables,
        ...asked(field, parent, variables),
      },
    ];
  };
  return [
    ...ask('', {}),
    ...open.flatMap((argument) => {
      const type = getNamedType(argument.type);
      if (argument.name === 'where' && isInputObjectType(type)) {
        return Object.values(type.getFields()).flatMap(({ name, type: inner }) => {
          const value = valueFor(inner, name, listed, values);
          return value === null ? [] : ask(`by ${name}`, { where: { [name]: value } });
        });
      }
      if (argument.name === 'orderBy' && isEnumType(type)) {
        return type.getValues().flatMap(({ name }) => ask(`order ${name}`, { orderBy: name }));
      }
      return ask(`by ${argument.name}`, { [argument.name]: valueFor(argument.type, argument.name, listed, values) });
    }),
  ];
}

function asked(field: Field, parent: Field | null, given: Record<string, unknown>) {
  const isPaged = isConnection(field.type) && field.args.some(({ name }) => name === 'after');
  const args = field.args.filter(({ name }) => name in given || (isPaged && (name === 'first' || name === 'after')));
  const own = args.map(({ name, type }) => `$${name}: ${type}`);
  const named = getNamedType(field.type);
  const isCounted = isPaged && isObjectType(named) && named.getFields().totalCount !== undefined;
  const count = isCounted ? 'totalCount @include(if: $count)' : '';
  const declared = [
    ...(parent ? ['$parent: ID!'] : []),
    ...(isCounted ? ['$count: Boolean! = false'] : []),
    ...own,
  ].join(', ');
  const put = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const nodes = selectionOf(listedType(field), isPaged ? 0 : 1);
  const selection = isPaged ? `{ nodes ${nodes} pageInfo { endCursor } ${count} }` : nodes;
  const inner = `${field.name}${put && `(${put})`} ${selection}`;
  const body = parent ? `${parent.name}(id: $parent) { ${inner} }` : inner;
  const query = `query${declared && ` (${declared})`} { ${body} }`;
  return { isPaged, isCounted, query, path: parent ? [parent.name, field.name] : [field.name] };
}

/** What a row says of itself, and in what is no list, what stands next to it. */
function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (!isObjectType(named)) return '{ __typename }';
  const fields = Object.values(named.getFields())
    .filter(({ args }) => !args.some(isNeeded))
    .filter((field) => isLeafType(getNamedType(field.type)) || (depth > 0 && !isConnection(field.type)))
    .map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`);
  return `{ __typename ${fields.join(' ')} }`;
}

function valueFor(type: GraphQLInputType, name: string, listed: string, values: Values): unknown {
  if (isNonNullType(type)) return valueFor(type.ofType, name, listed, values);
  if (isListType(type)) {
    const value = valueFor(type.ofType, name, listed, values);
    return value === null ? null : [value].flat();
  }
  const known = values.of(name, listed);
  if (isEnumType(type)) {
    return type.getValues().some((each) => each.name === known) ? known : (type.getValues()[0]?.name ?? null);
  }
  if (isInputObjectType(type)) {
    if (known !== null) return known;
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    const inner = fields.map((field) => [field.name, valueFor(field.type, field.name, listed, values)] as const);
    return inner.some(([, value]) => value === null) ? null : Object.fromEntries(inner);
  }
  if (type.name === 'Boolean') return true;
  return known;
}
