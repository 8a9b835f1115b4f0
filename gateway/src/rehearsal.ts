import { setImmediate as turn } from 'node:timers/promises';
import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import type { RegisteredOperation } from '@chengqi/schemas';
import { type Logger, systemViewer, untraced } from '@chengqi/service-kit';
import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  parse,
  typeFromAST,
} from 'graphql';
import type { GatewayContext } from './context.ts';

/** Values of the scalars that do not take any text. */
const samples: Readonly<Record<string, unknown>> = {
  Int: 1,
  Float: 1,
  Boolean: true,
  DateTime: '2026-01-01T00:00:00Z',
  LocalDate: '2026-01-01',
  Duration: 'P1D',
};

/**
 * Plans registered operations before anybody asks for them, so that the first to ask waits no longer than the next: each
 * goes the whole way but to a subgraph. Between two of them others have their turn.
 */
export function createRehearsal(operations: readonly RegisteredOperation[], log: Logger) {
  let schema: GraphQLSchema | undefined;
  let rehearsed: ApolloServer<GatewayContext> | undefined;
  /** Grows with each graph and when the server ends: what was begun before is given up. */
  let scene = 0;

  async function rehearse(apollo: ApolloServer<GatewayContext>, planned: GraphQLSchema): Promise<void> {
    const [own, started] = [scene, performance.now()];
    for (const { client, name, text } of operations.filter(isPlanned)) {
      await turn();
      if (scene !== own) return;
      const request = { query: text, operationName: name, variables: sampleVariables(planned, text) };
      const { body } = await untraced(() => apollo.executeOperation(request, { contextValue: rehearsalContext() }));
      const [error] = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
      if (error) log.warn({ client, name, error: error.message }, 'a registered operation cannot be planned');
    }
    log.debug({ operations: operations.length, milliseconds: performance.now() - started }, 'operations are planned');
  }

  const plugin: ApolloServerPlugin<GatewayContext> = {
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate({ apiSchema }) {
        schema = apiSchema;
        scene += 1;
        // Another graph has no plans yet.
        if (rehearsed) rehearse(rehearsed, schema).catch((err) => log.error({ err }, 'operations are not planned'));
      },
      async drainServer() {
        scene += 1;
      },
    }),
  };
  return {
    plugin,
    /** Plans all of them, and again whenever the graph has changed. */
    async run(apollo: ApolloServer<GatewayContext>): Promise<void> {
      rehearsed = apollo;
      if (schema) await rehearse(apollo, schema);
    },
  };
}

/** What a subscription asks is planned with its first line. */
const isPlanned = ({ text }: RegisteredOperation): boolean =>
  parse(text).definitions.every((node) => node.kind !== Kind.OPERATION_DEFINITION || node.operation !== 'subscription');

const rehearsalContext = (): GatewayContext => ({
  requestId: 'rehearsal',
  language: 'en',
  traceparent: null,
  client: null,
  rehearsal: true,
  viewer: systemViewer,
  bearer: null,
  request: { wellFormed: false },
  work: new AbortController(),
  headersFor: async () => ({}),
});

/** Some value for each variable that must have one. */
export function sampleVariables(schema: GraphQLSchema, text: string): Record<string, unknown> {
  const operation = parse(text).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const needed = (operation?.variableDefinitions ?? []).filter(
    ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
  );
  return Object.fromEntries(
    needed.map(({ variable, type }) => {
      const wanted = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
      return [variable.name.value, wanted && sampleOf(wanted)];
    }),
  );
}

function sampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType);
  if (isListType(type)) return [sampleOf(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return samples[type.name] ?? 'x';
  const fields = Object.values(type.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(fields.map((field) => [field.name, sampleOf(field.type)]));
}
