import {
  type DocumentNode,
  type FieldNode,
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

/**
 * The coordinate (`Type.field`) of the field that an error's path leads to, or as far as the operation knows it: below
 * that the gateway asked for something on its own. Where types of a union call different fields the same, it is the first
 * of them. Null without a path, and for what is no field of the schema.
 */
export function failedField(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  path: readonly (string | number)[] | undefined,
): string | null {
  const fragments = new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );

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

  let level = [...fieldsOf(operation.selectionSet.selections, schema.getRootType(operation.operation) ?? undefined)];
  let found: string | null = null;
  for (const key of path ?? []) {
    if (typeof key === 'number') continue;
    const here = level.flatMap(({ parent, node }) => {
      const field = (node.alias ?? node.name).value === key ? fieldNamed(node.name.value, parent) : undefined;
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

const fieldNamed = (name: string, type: GraphQLNamedType | undefined) =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;

/** Whether the coordinate names a field of the graph: no type, argument, value or field of an input, and none of introspection. */
export function isAskable(schema: GraphQLSchema, coordinate: string): boolean {
  const [type = '', field, ...more] = coordinate.split('.');
  if (type.startsWith('__')) return false;
  return field !== undefined && more.length === 0 && fieldNamed(field, schema.getType(type)) !== undefined;
}
