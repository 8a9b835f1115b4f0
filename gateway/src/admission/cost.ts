import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** How many entries a field may bring: by one of these arguments, else by the ids that are named, else as assumed. */
interface ListSize {
  readonly assumed: number;
  readonly slicing: readonly string[];
  /** Fields of the answer that are the list; the field itself where there are none. */
  readonly sized: readonly string[];
}

interface Prices {
  readonly weights: ReadonlyMap<string, number>;
  readonly lists: ReadonlyMap<string, ListSize>;
}

/** A page has no more than this; whoever asks for more is told so by the list itself. */
const longestPage = 100;
/** What a list brings that says nothing of its size. */
const shortList = 10;

export type CostOf = (document: DocumentNode, operation: OperationDefinitionNode, variables: Variables) => number;

/**
 * What an operation may cost at most, before it is executed: one for each thing it may bring, more where `@cost` says
 * so, times the lengths of the lists above it by `@listSize` (the cost directives of Apollo and IBM). Fields nobody
 * knows cost nothing here; validation refuses them.
 */
export function createCost(supergraphSdl: string, schema: GraphQLSchema): CostOf {
  const prices = readPrices(supergraphSdl);
  const known = new WeakMap<OperationDefinitionNode, Map<string, number>>();
  return (document, operation, variables) => {
    const root = schema.getRootType(operation.operation);
    if (!root) return 0;
    const given = { ...defaultsOf(operation), ...variables };
    const costs = known.get(operation) ?? new Map<string, number>();
    known.set(operation, costs);
    const key = lengthsOf(operation, given);
    const cost =
      costs.get(key) ??
      costOfSet(operation.selectionSet, root, createScope(document, schema, prices, given), noneSized);
    if (costs.size < mostKnown) costs.set(key, cost);
    return cost;
  };
}

/** Of one operation, for that many different lengths of its lists. */
const mostKnown = 50;

/** All that a cost has of variables. */
const lengthsOf = ({ variableDefinitions = [] }: OperationDefinitionNode, given: Variables): string =>
  variableDefinitions
    .map(({ variable }) => {
      const said = given[variable.name.value];
      return Array.isArray(said) ? said.length : typeof said === 'number' ? said : '';
    })
    .join();

interface Scope extends Prices {
  readonly schema: GraphQLSchema;
  readonly variables: Variables;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Fragments that are being looked at: one within itself costs nothing, and is refused by validation. */
  readonly open: Set<string>;
}

/** Lengths of lists among the fields of an answer. */
type Sized = ReadonlyMap<string, number>;
const noneSized: Sized = new Map();

function createScope(document: DocumentNode, schema: GraphQLSchema, prices: Prices, variables: Variables): Scope {
  const fragments = document.definitions
    .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
    .map((fragment) => [fragment.name.value, fragment] as const);
  return { ...prices, schema, variables, fragments: new Map(fragments), open: new Set() };
}

function costOfSet({ selections }: SelectionSetNode, type: GraphQLNamedType, scope: Scope, sized: Sized): number {
  return selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + costOfField(selection, type, scope, sized);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const on = selection.typeCondition && scope.schema.getType(selection.typeCondition.name.value);
      return sum + costOfSet(selection.selectionSet, on ?? type, scope, sized);
    }
    return sum + costOfFragment(selection.name.value, type, scope, sized);
  }, 0);
}

function costOfFragment(name: string, type: GraphQLNamedType, scope: Scope, sized: Sized): number {
  const fragment = scope.fragments.get(name);
  if (!fragment || scope.open.has(name)) return 0;
  scope.open.add(name);
  const on = scope.schema.getType(fragment.typeCondition.name.value) ?? type;
  const cost = costOfSet(fragment.selectionSet, on, scope, sized);
  scope.open.delete(name);
  return cost;
}

function costOfField(field: FieldNode, holder: GraphQLNamedType, scope: Scope, sized: Sized): number {
  const name = field.name.value;
  const known = isObjectType(holder) || isInterfaceType(holder) ? holder.getFields()[name] : undefined;
  if (!known) return 0;
  const type = getNamedType(known.type);
  const key = `${holder.name}.${name}`;
  const size = scope.lists.get(key);
  const length = size ? lengthOf(size, field, scope.variables) : isList(known.type) ? shortList : 1;
  const within = size && size.sized.length > 0;
  const below = within ? new Map(size.sized.map((each) => [each, length])) : noneSized;
  const own = isCompositeType(type) ? 1 : 0;
  const children = field.selectionSet ? costOfSet(field.selectionSet, type, scope, below) : 0;
  const times = sized.get(name) ?? (within ? 1 : length);
  return (scope.weights.get(key) ?? 0) + times * (own + children);
}

const isList = (type: unknown): boolean => isListType(isNonNullType(type) ? type.ofType : type);

function lengthOf({ assumed, slicing }: ListSize, { arguments: given = [] }: FieldNode, variables: Variables): number {
  // The directive knows arguments that are numbers; a list of ids is as long as it is.
  const asked = given
    .filter(({ name }) => slicing.includes(name.value) || name.value === 'ids')
    .flatMap(({ value }) => {
      const said = value.kind === Kind.VARIABLE ? variables[value.name.value] : numberOf(value);
      const number = Array.isArray(said) ? said.length : said;
      return typeof number === 'number' && Number.isFinite(number) ? [Math.min(Math.max(number, 0), longestPage)] : [];
    });
  return asked.length === 0 ? assumed : Math.max(...asked);
}

const numberOf = (value: ValueNode): number =>
  value.kind === Kind.LIST ? value.values.length : Number('value' in value && value.value);

const defaultsOf = ({ variableDefinitions = [] }: OperationDefinitionNode): Variables =>
  Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );

function readPrices(supergraphSdl: string): Prices {
  const [weights, lists] = [new Map<string, number>(), new Map<string, ListSize>()];
  for (const type of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { name, directives = [] } of type.fields ?? []) {
      const key = `${type.name.value}.${name.value}`;
      const weight = argumentsOf(directives, 'cost')?.get('weight');
      if (weight?.kind === Kind.INT) weights.set(key, Number(weight.value));
      const size = argumentsOf(directives, 'listSize');
      if (size)
        lists.set(key, {
          assumed: intOf(size.get('assumedSize')),
          slicing: namesOf(size.get('slicingArguments')),
          sized: namesOf(size.get('sizedFields')),
        });
    }
  }
  return { weights, lists };
}

function argumentsOf(directives: readonly ConstDirectiveNode[], name: string): Map<string, ConstValueNode> | undefined {
  const found = directives.find((directive) => directive.name.value === name);
  return found && new Map((found.arguments ?? []).map((argument) => [argument.name.value, argument.value]));
}

const intOf = (value: ConstValueNode | undefined): number =>
  value?.kind === Kind.INT ? Number(value.value) : shortList;
const namesOf = (value: ConstValueNode | undefined): string[] =>
  value?.kind === Kind.LIST ? value.values.flatMap((each) => (each.kind === Kind.STRING ? [each.value] : [])) : [];
