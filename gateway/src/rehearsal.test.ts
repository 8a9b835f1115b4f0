import { ApolloServer } from '@apollo/server';
import { type RegisteredOperation, registeredOperations, supergraphSdl } from '@chengqi/schemas';
import { createLogger } from '@chengqi/service-kit';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, coerceInputValue, type GraphQLError, Kind, parse, typeFromAST } from 'graphql';
import type { GatewayContext } from './context.ts';
import { createRehearsal, sampleVariables } from './rehearsal.ts';

const schema = buildSchema(`
  scalar DateTime
  type Query { found(where: Filter!, kinds: [Kind!]!, first: Int, at: DateTime!): Int }
  input Filter { from: DateTime! to: DateTime page: Page! size: Int! = 5 }
  input Page { size: Int! }
  enum Kind { ONE OTHER }
`);

describe('variables of a rehearsal', () => {
  it('have something for all that must have something, and nothing else', () => {
    const text = `query Q($where: Filter!, $kinds: [Kind!]!, $first: Int, $at: DateTime! = "2026-02-02T00:00:00Z") {
      found(where: $where, kinds: $kinds, first: $first, at: $at) }`;
    expect(sampleVariables(schema, text)).toEqual({
      where: { from: '2026-01-01T00:00:00Z', page: { size: 1 } },
      kinds: ['ONE'],
    });
  });

  it('fit each registered operation', () => {
    const graph = buildSchema(supergraphSdl(), { assumeValidSDL: true });
    for (const { text } of registeredOperations()) {
      const variables = sampleVariables(graph, text);
      const [operation] = parse(text).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
      for (const { variable, type } of operation?.variableDefinitions ?? []) {
        if (type.kind !== Kind.NON_NULL_TYPE) continue;
        const wanted = typeFromAST(graph, type);
        const refuse = (_path: unknown, _value: unknown, error: GraphQLError) => {
          throw error;
        };
        if (wanted && variable.name.value in variables)
          coerceInputValue(variables[variable.name.value], wanted as never, refuse);
      }
    }
  });
});

describe('a rehearsal', () => {
  const operations = Array.from({ length: 100 }, (_, at) => {
    const name = `Q${at}`;
    return { client: 'desk', name, text: `query ${name} { n }` } as RegisteredOperation;
  });

  it('18-8: is given up when the server ends, and ends it with no error', async () => {
    const rehearsal = createRehearsal(operations, createLogger('gateway'));
    const begun = Promise.withResolvers<void>();
    let planned = 0;
    const n = (): number => {
      planned += 1;
      begun.resolve();
      return planned;
    };
    const apollo = new ApolloServer<GatewayContext>({
      typeDefs: 'type Query { n: Int }',
      resolvers: { Query: { n } },
      plugins: [rehearsal.plugin],
    });
    await apollo.start();
    const running = rehearsal.run(apollo);
    await begun.promise;
    await apollo.stop();
    await running;

    expect(planned).toBeGreaterThan(0);
    expect(planned).toBeLessThan(operations.length);
  });
});
