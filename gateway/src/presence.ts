import { gatewaySubgraph } from '@chengqi/schemas';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isNonNullType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** Everybody in the house may read who and what there is; the types of this subgraph need no asking. */
const open = 'DIRECTORY';
/** The gateway's own subgraph knows no thing, only how ids begin: what it names is asked of its owner, whoever that is. */
const own = gatewaySubgraph.toUpperCase();
const marked = '__present';

export interface Presence {
  /** The operation that also asks every owner whether its things are there for the viewer. */
  asking(document: DocumentNode): DocumentNode;
  /** Takes out of the answer to what `asking` gave what was only asked for. */
  answered(asked: DocumentNode, data: unknown): void;
}

/** Whether a value is missing because the thing it belongs to is hidden or gone: asked for first, it is missed first. */
export const tellsAbsence = ({ path }: { readonly path?: readonly unknown[] }): boolean =>
  String(path?.at(-1)).startsWith(marked);

/**
 * A subgraph that refers to another one's thing knows its id, not who may read it, and a plan that needs no more than
 * the id asks nobody else: the id of a hidden thing would stand in the answer. Each selection of such a thing gets a
 * field that its owner alone answers and never leaves empty, so that a hidden thing becomes null, as an absent one is.
 */
export function createPresence(supergraphSdl: string, schema: GraphQLSchema): Presence {
  const graph = readOwners(supergraphSdl, schema);
  const known = new WeakMap<DocumentNode, DocumentNode>();
  const marks = new WeakMap<DocumentNode, Marks>();
  return {
    asking(document) {
      const asked = known.get(document) ?? withPresence(document, schema, graph);
      known.set(document, asked);
      return asked;
    },
    answered(asked, data) {
      const own = marks.get(asked) ?? marksOf(asked);
      marks.set(asked, own);
      forget(data, own);
    },
  };
}

interface Owners {
  /** By type: the subgraph that answers for its things, and the field to ask it for. */
  readonly byType: ReadonlyMap<string, { readonly graph: string; readonly field: string }>;
  /** By `Type.field`: the subgraphs that answer it. */
  readonly byField: ReadonlyMap<string, readonly string[]>;
}

function readOwners(supergraphSdl: string, schema: GraphQLSchema): Owners {
  const types = parse(supergraphSdl, { noLocation: true }).definitions.filter(
    (definition): definition is ObjectTypeDefinitionNode => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
  );
  const byField = new Map(
    types.flatMap((type) => {
      const all = graphsOf(type.directives, 'join__type');
      return (type.fields ?? []).map((field) => {
        const some = graphsOf(field.directives, 'join__field');
        return [`${type.name.value}.${field.name.value}`, some.length > 0 ? some : all] as const;
      });
    }),
  );
  const byType = new Map(
    types.flatMap((type) => {
      const graph = graphsOf(type.directives, 'join__implements').find((each) => each !== own);
      if (graph === undefined) return [];
      const sole = (type.fields ?? []).filter(
        (field) => byField.get(`${type.name.value}.${field.name.value}`)?.join() === graph,
      );
      const field = neverEmpty(type.name.value, sole, schema);
      if (field === undefined) throw new Error(`${type.name.value} has no field that tells whether it is there`);
      return [[type.name.value, { graph, field }] as const];
    }),
  );
  return { byType, byField };
}

function graphsOf(directives: readonly ConstDirectiveNode[] | undefined, name: string): string[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .flatMap(({ arguments: given }) => {
      const value = given?.find((argument) => argument.name.value === 'graph')?.value;
      return value?.kind === Kind.ENUM ? [value.value] : [];
    });
}

function neverEmpty(type: string, fields: readonly FieldDefinitionNode[], schema: GraphQLSchema): string | undefined {
  const object = schema.getType(type);
  if (!isObjectType(object)) return fields[0]?.name.value;
  const leaves = Object.values(object.getFields()).filter(
    ({ name, args, type: of }) =>
      fields.some((field) => field.name.value === name) &&
      args.length === 0 &&
      isNonNullType(of) &&
      isLeafType(of.ofType),
  );
  return (leaves.find(({ name }) => name === 'createdAt') ?? leaves[0])?.name;
}

function withPresence(document: DocumentNode, schema: GraphQLSchema, { byType, byField }: Owners): DocumentNode {
  const info = new TypeInfo(schema);
  const asked = (type: GraphQLNamedType, answeredBy: string | undefined): SelectionNode[] => {
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    return possible.flatMap(({ name }) => {
      const owner = byType.get(name);
      if (owner === undefined || answeredBy === owner.graph) return [];
      if (owner.graph === open && answeredBy !== own) return [];
      const selection = present(name, owner.field);
      return [isAbstractType(type) ? onType(name, selection) : selection];
    });
  };
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const type = getNamedType(info.getType());
        if (!type || !node.selectionSet) return undefined;
        const answeredBy = byField.get(`${info.getParentType()?.name}.${node.name.value}`)?.join();
        const more = asked(type, answeredBy);
        if (more.length === 0) return undefined;
        const selections = [...more, ...node.selectionSet.selections];
        return { ...node, selectionSet: { ...node.selectionSet, selections } };
      },
    }),
  );
}

/** Under a name of its type's: two types of one union may answer in different kinds. */
const present = (type: string, field: string): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: `${marked}${type}` },
  name: { kind: Kind.NAME, value: field },
});

const onType = (name: string, selection: SelectionNode): SelectionNode => ({
  kind: Kind.INLINE_FRAGMENT,
  typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } },
  selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
});

/** Where in an answer it stands what was only asked for: names here, and by name what has some further below. */
interface Marks {
  readonly own: readonly string[];
  readonly below: readonly (readonly [string, Marks])[];
}

interface Collected {
  readonly own: Set<string>;
  readonly below: Map<string, Collected>;
}

function marksOf({ definitions }: DocumentNode): Marks {
  const fragments = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each.selectionSet] as const] : [],
    ),
  );
  const collect = (selections: readonly SelectionNode[], into: Collected): Collected => {
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD) collect(fragments.get(node.name.value)?.selections ?? [], into);
      else if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet.selections, into);
      else {
        const name = (node.alias ?? node.name).value;
        if (name.startsWith(marked)) into.own.add(name);
        if (node.selectionSet)
          into.below.set(name, collect(node.selectionSet.selections, into.below.get(name) ?? nowhere()));
      }
    }
    return into;
  };
  const operations = definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? each.selectionSet.selections : [],
  );
  return settled(collect(operations, nowhere()));
}

const nowhere = (): Collected => ({ own: new Set(), below: new Map() });

/** Without the branches that have none. */
const settled = ({ own, below }: Collected): Marks => ({
  own: [...own],
  below: [...below]
    .map(([name, each]) => [name, settled(each)] as const)
    .filter(([, each]) => each.own.length + each.below.length > 0),
});

function forget(data: unknown, marks: Marks): void {
  if (Array.isArray(data)) {
    for (const each of data) forget(each, marks);
    return;
  }
  if (typeof data !== 'object' || data === null) return;
  const object = data as Record<string, unknown>;
  // Not deleted, which would make each of these objects slow; what is undefined is not written.
  for (const name of marks.own) if (object[name] !== undefined) object[name] = undefined;
  for (const [name, below] of marks.below) forget(object[name], below);
}
