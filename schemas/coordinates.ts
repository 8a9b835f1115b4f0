import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** What clients have asked, as a gateway records it (`GET /usage`). */
export interface Usage {
  /** When recording began, ISO 8601. */
  readonly since: string;
  readonly clients: Readonly<Record<string, ClientUsage>>;
}

/** What one client has asked: operations by their names, and whatever these depend on by its coordinate. */
export interface ClientUsage {
  readonly operations: Readonly<Record<string, AskedFor>>;
  readonly fields: Readonly<Record<string, AskedFor>>;
}

export interface AskedFor {
  readonly times: number;
  /** Day of the office, `YYYY-MM-DD`. */
  readonly lastOn: string;
}

/**
 * Coordinates that an operation depends on: types, fields, arguments, enum values and input fields. What a variable holds
 * is not known, so all that its type may hold counts.
 */
export function coordinatesOf(schema: GraphQLSchema, document: DocumentNode): Set<string> {
  const info = new TypeInfo(schema);
  const found = new Set<string>();
  visit(
    document,
    visitWithTypeInfo(info, {
      enter(node) {
        const parent = info.getParentType();
        const field = info.getFieldDef();
        const input = getNamedType(info.getInputType());
        if (node.kind === Kind.FIELD && parent && field) {
          found.add(parent.name).add(`${parent.name}.${field.name}`).add(getNamedType(field.type).name);
        } else if (node.kind === Kind.ARGUMENT && parent && field) {
          found.add(`${parent.name}.${field.name}.${node.name.value}`);
        } else if (node.kind === Kind.ENUM && input) {
          found.add(`${input.name}.${node.value}`);
        } else if (node.kind === Kind.OBJECT_FIELD) {
          const holder = getNamedType(info.getParentInputType());
          if (holder) found.add(`${holder.name}.${node.name.value}`);
        } else if (node.kind === Kind.VARIABLE_DEFINITION && input) {
          addAllOf(input.name, schema, found);
        }
        if ((node.kind === Kind.INLINE_FRAGMENT || node.kind === Kind.FRAGMENT_DEFINITION) && node.typeCondition)
          found.add(node.typeCondition.name.value);
      },
    }),
  );
  return found;
}

function addAllOf(name: string, schema: GraphQLSchema, found: Set<string>): void {
  const type = schema.getType(name);
  if (found.has(name) || !type) return;
  found.add(name);
  if (isEnumType(type)) for (const value of type.getValues()) found.add(`${name}.${value.name}`);
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    found.add(`${name}.${field.name}`);
    addAllOf(getNamedType(field.type).name, schema, found);
  }
}
