import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

export interface Question {
  readonly field: string;
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** What a question may be about: every id in turn, every code in turn. */
export interface Subjects {
  readonly ids: readonly string[];
  readonly codes: readonly string[];
}

/**
 * Every root query, once as it stands where it needs no argument, and once for each id and code it can be asked about;
 * each asks for everything near at hand, through pages and unions, unless `select` says what of a type; null leaves
 * the field out.
 */
export function everyQuestion(
  schema: GraphQLSchema,
  { ids, codes }: Subjects,
  select: (type: GraphQLOutputType) => string | null = (type) => selectionOf(schema, type, 2),
): Question[] {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  return fields.flatMap((field) => {
    const asked = field.args.filter((argument) => isAbout(argument) || isNeeded(argument));
    const selection = select(field.type);
    if (selection === null) return [];
    const query = operationOf(field, asked, selection);
    const about = asked.filter(isAbout);
    const plain = field.args.some(isNeeded) ? [] : [{}];
    const subjects = about.flatMap((argument) =>
      (isId(argument) ? ids : codes).map((value) => ({ [argument.name]: wrapped(argument.type, value) })),
    );
    return [...plain, ...subjects].map((given) => ({
      field: field.name,
      query,
      variables: {
        ...Object.fromEntries(asked.filter(isNeeded).map((each) => [each.name, sampleOf(each, ids)])),
        ...given,
      },
    }));
  });
}

const isNeeded = ({ type, defaultValue }: GraphQLArgument): boolean =>
  isNonNullType(type) && defaultValue === undefined;
const isId = ({ type }: GraphQLArgument): boolean => getNamedType(type).name === 'ID';
const isAbout = (argument: GraphQLArgument): boolean =>
  isId(argument) || /^(code|search|callRef|hazardCodes|docNumber)$/.test(argument.name);
const wrapped = (type: GraphQLInputType, value: unknown): unknown =>
  isListType(isNonNullType(type) ? type.ofType : type) ? [value] : value;

function operationOf({ name }: GraphQLField<unknown, unknown>, args: readonly GraphQLArgument[], selection: string) {
  const declared = args.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
  const given = args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  return `query${declared && ` (${declared})`} { ${name}${given && `(${given})`} ${selection} }`;
}

/** Pages and their like cost no depth; interfaces are not part of this graph. */
function selectionOf(schema: GraphQLSchema, type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named)) {
    const members = named
      .getTypes()
      .map((member) => `... on ${member.name} { __typename ... on ${member.name} { id } }`);
    return `{ __typename ${members.join(' ')} }`;
  }
  if (!isObjectType(named)) return '{ __typename }';
  const inner = named.name.endsWith('Connection') ? depth : depth - 1;
  const fields = Object.values(named.getFields())
    .filter(({ name, args }) => !args.some(isNeeded) && name !== 'edges' && name !== 'pageInfo')
    .filter((field) => inner >= 0 || isLeafType(getNamedType(field.type)))
    .map((field) => `${field.name} ${selectionOf(schema, field.type, inner)}`);
  return `{ __typename ${fields.join(' ')} }`;
}

const period = { from: '2026-01-01T00:00:00Z', to: '2027-06-01T00:00:00Z' };

/** Something plausible for an argument that has to be given. */
function sampleOf({ name, type }: GraphQLArgument, ids: readonly string[]): unknown {
  return sample(isNonNullType(type) ? type.ofType : type, name, ids);
}

function sample(type: GraphQLInputType, name: string, ids: readonly string[]): unknown {
  if (isNonNullType(type)) return sample(type.ofType, name, ids);
  if (isListType(type)) return [sample(type.ofType, name, ids)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const needed = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || type.name === 'DateTimeFilter',
    );
    return Object.fromEntries(needed.map((field) => [field.name, sample(field.type, field.name, ids)]));
  }
  if (type.name === 'ID') return ids[0];
  if (type.name === 'DateTime') return name === 'to' || name === 'lt' ? period.to : period.from;
  if (type.name === 'LocalDate') return '2026-11-24';
  if (type.name === 'Int') return 2026;
  return name === 'metrics' || name === 'name' ? 'case.count' : 'e2e';
}
