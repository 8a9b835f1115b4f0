import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { isNeeded, literalsOf } from './literals.ts';

/** How references are asked for: by their type's name, by id alone, or with something that only their owner knows. */
export type Manner = 'named' | 'by id' | 'with content';

/** A field that leads from one type to others. */
export interface Branch {
  readonly name: string;
  readonly source: string;
  /** What it can lead to; one unless it is a union. */
  readonly targets: readonly string[];
  readonly isUnion: boolean;
  readonly isMany: boolean;
  readonly isPaged: boolean;
  readonly isCounted: boolean;
  readonly hasId: boolean;
  /** What is asked of a part, which no root field shows by its id; of others only whether they are there. */
  readonly inner: readonly Branch[];
  readonly args: string;
  /** A field of the target that its owner never leaves empty. */
  readonly content: string | null;
}

type Field = GraphQLField<unknown, unknown>;

/** Figures, and what one may not do: they name units at most, which the directory tells everybody. */
const countsOnly = new Set(['BlockedAction', 'MetricAnswer', 'MetricTable', 'Scorecard']);

/** What can be asked of a schema from a type onwards, found from the schema so that no field is forgotten. */
export function createSelections(schema: GraphQLSchema) {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
  const nodesOf = (type: GraphQLNamedType): GraphQLOutputType | undefined =>
    isObjectType(type) && type.name.endsWith('Connection') ? type.getFields().nodes?.type : undefined;
  const hasOwnId = (type: GraphQLNamedType): boolean => isObjectType(type) && type.getFields().id !== undefined;

  /** The root fields that show one thing by its id. */
  const byId = new Map(
    roots
      .filter(({ type, args }) => hasOwnId(getNamedType(type)) && args.some(({ name }) => name === 'id'))
      .map((field) => [getNamedType(field.type).name, field.name]),
  );

  /** What a root field leads to without an id is asked there, and where it is listed with what it belongs to. */
  const rooted = new Set(roots.map(({ type }) => getNamedType(nodesOf(getNamedType(type)) ?? type).name));

  function branch(source: string, field: Field, above: readonly string[]): Branch | null {
    const named = getNamedType(field.type);
    const nodes = nodesOf(named);
    const target = nodes ? getNamedType(nodes) : named;
    if (isLeafType(target) || countsOnly.has(target.name)) return null;
    const hasId = hasOwnId(target);
    const isMany = nodes !== undefined || isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
    const isAsked = !hasId || source === 'Query' || !rooted.has(target.name) || (isMany && !nodes && byId.has(source));
    const isPart = isObjectType(target) && !byId.has(target.name) && !above.includes(target.name) && isAsked;
    const inner = isPart ? branches(target, [...above, target.name]) : [];
    if (!hasId && !isUnionType(target) && inner.length === 0) return null;
    const given = field.args.filter((argument) => isNeeded(argument) || (nodes && argument.name === 'first'));
    const args = (source === 'Query' ? [] : given)
      .map((each) => `${each.name}: ${each.name === 'first' ? 100 : literalsOf(each)[0]}`)
      .join(', ');
    const page = isObjectType(named) && nodes ? named.getFields() : {};
    return {
      ...{ name: field.name, source, hasId, inner },
      targets: isUnionType(target) ? target.getTypes().map(({ name }) => name) : [target.name],
      isUnion: isUnionType(target),
      isMany,
      isPaged: nodes !== undefined,
      isCounted: page.totalCount !== undefined,
      args: args && `(${args})`,
      content: contentOf(target),
    };
  }

  const branches = (type: GraphQLObjectType, above: readonly string[] = [type.name]): Branch[] =>
    Object.values(type.getFields()).flatMap((field) => branch(type.name, field, above) ?? []);

  function contentOf(type: GraphQLNamedType): string | null {
    const members = isUnionType(type) ? type.getTypes() : isObjectType(type) ? [type] : [];
    const [first, ...others] = members.map((member) =>
      Object.values(member.getFields())
        .filter((field) => field.name !== 'id' && field.args.length === 0)
        .filter((field) => isNonNullType(field.type) && isLeafType(field.type.ofType))
        .map((field) => `${field.name} ${field.type}`),
    );
    const common = first?.filter((name) => others.every((names) => names.includes(name))) ?? [];
    return common.find((name) => name.startsWith('createdAt '))?.split(' ')[0] ?? common[0]?.split(' ')[0] ?? null;
  }

  return { roots, byId, branch: (field: Field) => branch('Query', field, []), branches, nodesOf };
}

/** The text that asks for what a branch leads to. */
export function selectionOf(from: Branch, manner: Manner): string {
  const nodes = `{ __typename ${rowOf(from, manner)} }`;
  return from.isPaged ? `{ ${from.isCounted ? 'totalCount' : ''} nodes ${nodes} }` : nodes;
}

function rowOf(from: Branch, manner: Manner): string {
  if (from.inner.length > 0) return `${from.hasId ? 'id' : ''} ${innerOf(from.inner, manner)}`;
  if (manner === 'named') return '';
  const asked = `id ${manner === 'with content' ? (from.content ?? '') : ''}`;
  return !from.isUnion ? asked : from.targets.map((name) => `... on ${name} { ${asked} }`).join(' ');
}

/** The text that asks for all branches of a type. */
export const innerOf = (branches: readonly Branch[], manner: Manner): string =>
  branches.map((each) => `${each.name}${each.args} ${selectionOf(each, manner)}`).join(' ');
