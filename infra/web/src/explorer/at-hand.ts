import { Kind, type OperationDefinitionNode, parse, print } from 'graphql';

/** Where an operation at hand comes from: the README, or what a front end has registered. */
export type Source = 'readme' | 'office' | 'figures' | 'anonymous';

/** An operation that the explorer offers, as it is put into the editor. */
export interface AtHand {
  readonly name: string;
  readonly source: Source;
  readonly query: string;
}

/** What a registered file holds, under its name without the client's, `Office_MyDay` as `MyDay`. */
export function registered(source: Exclude<Source, 'readme'>, query: string): AtHand {
  const name = operationOf(query).name?.value ?? '';
  return { name: name.slice(name.indexOf('_') + 1), source, query };
}

/** The queries that a text sends with curl, in its order, each named after the first field that it asks for. */
export function sentByCurl(text: string): AtHand[] {
  const bodies = [...text.matchAll(/-d '(\{"query":.*\})'/g)].map(
    ([, body = '']) => JSON.parse(body) as { query: string },
  );
  return bodies.map(({ query }) => {
    const operation = operationOf(query);
    const [first] = operation.selectionSet.selections;
    const field = first?.kind === Kind.FIELD ? first.name.value : '';
    const name = field.charAt(0).toUpperCase() + field.slice(1);
    return { name, source: 'readme', query: print({ ...operation, name: { kind: Kind.NAME, value: name } }) };
  });
}

/** The first operation of a document. @throws GraphQLError where the document is none, or Error without an operation */
export function operationOf(query: string): OperationDefinitionNode {
  const found = parse(query).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!found) throw new Error(`no operation in ${query}`);
  return found;
}
