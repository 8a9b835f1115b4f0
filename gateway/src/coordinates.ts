import {
  type DocumentNode,
  type FieldNode,
  type GraphQLFieldMap,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

interface Selected {
  readonly parent: GraphQLNamedType | undefined;
  readonly node: FieldNode;
}

/** The coordinate (`Type.field`) of the field that an error's path leads to; null without a path, and for what is no field of the schema. */
export type FailedField = (path: readonly (string | number)[] | undefined) => string | null;

/**
 * Reads the paths of an operation's errors as far as the operation knows them: below that the gateway asked for something
 * on its own. Where types of a union call different fields the same, it is the first of them.
 */
export function readPaths(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): FailedField {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  // Each thing of a list fails in the same field.
  const known = new Map<string, string | null>();

  function* fieldsOf(selections: readonly SelectionNode[], parent: GraphQLNamedType | undefined): Generator<Selected> {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) yield { parent, node: selection };
      else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const on = fragment?.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
        yield* fieldsOf(fragment?.selectionSet.selections ?? [], on);
      }
    }
  }

  function walk(keys: readonly string[]): string | null {
    let level = [...fieldsOf(operation.selectionSet.selections, schema.getRootType(operation.operation) ?? undefined)];
    let found: string | null = null;
    for (const key of keys) {
      const here = level.flatMap(({ parent, node }) => {
        const field = (node.alias ?? node.name).value === key ? fieldsOfType(parent)[node.name.value] : undefined;
        return field && parent
          ? [{ coordinate: `${parent.name}.${field.name}`, node, type: getNamedType(field.type) }]
          : [];
      });
      const [first] = here;
      if (!first) break;
      found = first.coordinate;
      level = here.flatMap(({ node, type }) => [...fieldsOf(node.selectionSet?.selections ?? [], type)]);
    }
    return found;
  }

  return (path = []) => {
    const keys = path.filter((key) => typeof key === 'string');
    const place = keys.join('.');
    const field = known.get(place) ?? walk(keys);
    known.set(place, field);
    return field;
  };
}

const fieldsOfType = (type: GraphQLNamedType | undefined): GraphQLFieldMap<unknown, unknown> =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};

/** The coordinates of all fields that can be asked for, but for those of introspection. */
export const fieldCoordinates = (schema: GraphQLSchema): Set<string> =>
  new Set(
    Object.values(schema.getTypeMap())
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.keys(fieldsOfType(type)).map((field) => `${type.name}.${field}`)),
  );
