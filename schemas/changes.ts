import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isUnionType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { RegisteredOperation } from './trusted.ts';

/** What clients have asked, as a gateway records it (`GET /usage`). */
export interface Usage {
  /** When recording began, ISO 8601. */
  readonly since: string;
  /** How often by coordinate, such as `Meeting.title`. */
  readonly clients: Readonly<Record<string, { readonly fields: Readonly<Record<string, number>> }>>;
}

export interface SchemaChange {
  readonly level: 'BREAKING' | 'DANGEROUS';
  /** What changed, in words. */
  readonly message: string;
  /** Schema coordinate of what changed, such as `Meeting.title`; empty for a directive or the schema itself. */
  readonly coordinate: string;
  /** Registered operations that it breaks, or may when it is dangerous. */
  readonly operations: readonly RegisteredOperation[];
  /** Clients that were seen to ask for it, and how often. */
  readonly seen: readonly { readonly client: string; readonly times: number }[];
}

/** Breaking and dangerous changes from one API schema to another, each with whom it breaks. */
export async function changesBetween(
  before: GraphQLSchema,
  after: GraphQLSchema,
  operations: readonly RegisteredOperation[],
  usage: Usage | null = null,
): Promise<SchemaChange[]> {
  const asked = operations.map((operation) => [operation, coordinatesOf(before, parse(operation.text))] as const);
  const found = (await diff(before, after)).filter(
    ({ criticality }) => criticality.level !== CriticalityLevel.NonBreaking,
  );
  return found.map((change) => {
    const coordinate = change.path ?? '';
    const touched = touchedBy(before, change);
    return {
      level: change.criticality.level === CriticalityLevel.Breaking ? 'BREAKING' : 'DANGEROUS',
      message: change.message,
      coordinate,
      operations: asked.filter(([, coordinates]) => coordinates.has(touched)).map(([operation]) => operation),
      seen: seenBy(usage, touched),
    };
  });
}

/** What somebody must have asked to notice: the thing that changed, or what it was added to. */
function touchedBy(before: GraphQLSchema, { path = '' }: Change): string {
  const [typeName = '', member, argument] = path.split('.');
  const type = before.getType(typeName);
  if (member === undefined || type === undefined) return typeName;
  if (isUnionType(type)) return typeName;
  if (isEnumType(type)) return type.getValue(member) ? `${typeName}.${member}` : typeName;
  const field = 'getFields' in type ? type.getFields()[member] : undefined;
  if (!field) return typeName;
  const isKnown = argument !== undefined && 'args' in field && field.args.some(({ name }) => name === argument);
  return isKnown ? `${typeName}.${member}.${argument}` : `${typeName}.${member}`;
}

function seenBy(usage: Usage | null, coordinate: string): SchemaChange['seen'] {
  return Object.entries(usage?.clients ?? {})
    .map(([client, { fields }]) => ({ client, times: fields[coordinate] ?? 0 }))
    .filter(({ times }) => times > 0);
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
