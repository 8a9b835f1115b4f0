import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
} from 'graphql';

/** What a supergraph says that each subgraph answers, by the subgraph's name: `Type.field` and `Type.field(argument)`. */
export function claimedBy(supergraphSdl: string): Map<string, Set<string>> {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const names = new Map<string, string>();
  for (const node of definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
    for (const { name, directives } of node.values ?? []) {
      const said = directives?.find((each) => each.name.value === 'join__graph');
      names.set(name.value, textOf(said, 'name') ?? name.value);
    }
  }
  const claims = new Map([...names.values()].map((name) => [name, new Set<string>()]));
  for (const { type, fields, graphs } of definitions.flatMap(typeOf)) {
    for (const field of fields) {
      const said = field.directives?.filter((each) => each.name.value === 'join__field') ?? [];
      const asked = said.filter((each) => !isTrue(each, 'external')).flatMap((each) => textOf(each, 'graph') ?? []);
      // A field that says nothing of a graph is of all that have its type.
      for (const graph of said.length === 0 ? graphs : asked) {
        const claimed = claims.get(names.get(graph) ?? graph);
        for (const coordinate of coordinatesOf(type, field)) claimed?.add(coordinate);
      }
    }
  }
  return claims;
}

/** What a subgraph's own SDL has, in the same words. */
export const definedIn = (sdl: string): Set<string> =>
  new Set(
    parse(sdl, { noLocation: true })
      .definitions.flatMap(typeOf)
      .flatMap(({ type, fields }) => fields.flatMap((field) => coordinatesOf(type, field))),
  );

function typeOf(node: DefinitionNode) {
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.OBJECT_TYPE_EXTENSION:
    case Kind.INTERFACE_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_EXTENSION:
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
    case Kind.INPUT_OBJECT_TYPE_EXTENSION: {
      const graphs = (node.directives ?? [])
        .filter(({ name }) => name.value === 'join__type')
        .flatMap((each) => textOf(each, 'graph') ?? []);
      return [{ type: node.name.value, fields: node.fields ?? [], graphs }];
    }
    default:
      return [];
  }
}

const coordinatesOf = (type: string, field: FieldDefinitionNode | InputValueDefinitionNode): string[] => {
  const coordinate = `${type}.${field.name.value}`;
  const given = field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : [];
  return [coordinate, ...given.map(({ name }) => `${coordinate}(${name.value})`)];
};

function textOf(directive: ConstDirectiveNode | undefined, argument: string): string | undefined {
  const value = directive?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

function isTrue(directive: ConstDirectiveNode, argument: string): boolean {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.BOOLEAN && value.value;
}
