import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { type GraphQLSchema, isEnumType, isUnionType, parse } from 'graphql';
import { coordinatesOf, type Usage } from './coordinates.ts';
import type { RegisteredOperation } from './trusted.ts';

export interface SchemaChange {
  readonly level: 'BREAKING' | 'DANGEROUS';
  /** What changed, in words. */
  readonly message: string;
  /** Schema coordinate of what changed, such as `Meeting.title`; empty for a directive or the schema itself. */
  readonly coordinate: string;
  /** Registered operations that it breaks, or may when it is dangerous. */
  readonly operations: readonly RegisteredOperation[];
  /** Clients that were seen to ask for it, and how often. */
  readonly seen: readonly Seen[];
}

interface Seen {
  readonly client: string;
  readonly times: number;
  readonly lastOn: string;
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

const seenBy = (usage: Usage | null, coordinate: string): Seen[] =>
  Object.entries(usage?.clients ?? {}).flatMap(([client, { fields }]) => {
    const asked = fields[coordinate];
    return asked ? [{ client, ...asked }] : [];
  });
