import { ApolloGateway, type GraphQLDataSource, type SupergraphManager } from '@apollo/gateway';
import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import { gatewaySubgraph } from '@chengqi/schemas';
import type { Logger } from '@chengqi/service-kit';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { limits } from './admission/limits.ts';
import type { GatewayContext } from './context.ts';
import { createDataSource } from './data-source.ts';
import { createFormatError } from './errors.ts';
import { createExecutor, createPlans } from './execution/executor.ts';
import { createInputPlugin } from './input.plugin.ts';
import { noSchema, typesAsked } from './introspection.ts';
import type { Metrics } from './metrics.ts';
import { createNodes } from './nodes.ts';
import { createPresence, type Presence } from './presence.ts';
import { createStatusPlugin } from './status.plugin.ts';
import { type Subgraph, unavailable } from './subgraph.ts';

// Read when a gateway is constructed: without it, one exporter per gateway reports to Apollo.
process.env.APOLLO_TELEMETRY_DISABLED ??= '1';

export interface ApolloOptions {
  /** The graph itself, or what follows it while it changes. */
  readonly supergraph: string | SupergraphManager;
  readonly subgraphs: readonly Subgraph[];
  readonly introspection: boolean;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly plugins: readonly ApolloServerPlugin<GatewayContext>[];
}

/** The graph itself, over the composed supergraph, which it never composes or asks for. */
export function createApolloServer(app: FastifyInstance, options: ApolloOptions): ApolloServer<GatewayContext> {
  const { supergraph, subgraphs, introspection, log, metrics, plugins } = options;
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.name as string, subgraph]));
  const logger = quiet(log);
  const plans = createPlans();
  const sources = new Map<string, GraphQLDataSource>();
  const sourceOf = (name: string): GraphQLDataSource => {
    const source =
      sources.get(name) ??
      (name === gatewaySubgraph
        ? createNodes()
        : createDataSource(byName.get(name) ?? missing(name), metrics.observeFetch));
    sources.set(name, source);
    return source;
  };
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph,
    serviceHealthCheck: false,
    __exposeQueryPlanExperimental: false,
    logger,
    experimental_didResolveQueryPlan: plans.keep,
    buildService: ({ name }) => sourceOf(name),
  });
  return new ApolloServer<GatewayContext>({
    gateway: withOwnExecutor(gateway, { plans, sourceOf, introspection }),
    logger,
    introspection: true,
    validationRules: introspection ? [] : [noSchema],
    csrfPrevention: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    parseOptions: { maxTokens: limits.tokens },
    formatError: createFormatError(log),
    plugins: [
      ...plugins,
      fastifyApolloDrainPlugin(app),
      createInputPlugin(),
      createStatusPlugin(log, metrics),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

interface Execution {
  readonly plans: ReturnType<typeof createPlans>;
  readonly sourceOf: (subgraph: string) => GraphQLDataSource;
  readonly introspection: boolean;
}

/** The same gateway with our executor, asking owners whether their things are there for the viewer; and telling no types where that is off. */
function withOwnExecutor(
  gateway: ApolloGateway,
  { plans, sourceOf, introspection }: Execution,
): ApolloServerOptionsWithGateway<GatewayContext>['gateway'] {
  const found = new WeakMap<GraphQLSchema, Presence>();
  const sources = new WeakMap<GraphQLSchema, string>();
  let latest = '';
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    latest = coreSupergraphSdl;
    sources.set(apiSchema, coreSupergraphSdl);
  });
  const sdlOf = (schema: GraphQLSchema): string => sources.get(schema) ?? latest;
  const of = (schema: GraphQLSchema): Presence => {
    const presence = found.get(schema) ?? createPresence(sdlOf(schema), schema);
    found.set(schema, presence);
    return presence;
  };
  const execute = createExecutor({ stock: gateway.executor, plans, sourceOf, sdlOf });
  return {
    onSchemaLoadOrUpdate: (listener) => gateway.onSchemaLoadOrUpdate(listener),
    stop: () => gateway.stop(),
    async load(options) {
      await gateway.load(options);
      return {
        executor: async (context) => {
          const presence = of(context.schema);
          const document = presence.asking(context.document);
          const answer = await execute({ ...context, document });
          if (document !== context.document) presence.answered(document, answer.data);
          if (!introspection && answer.data) for (const name of typesAsked(context.document)) answer.data[name] = null;
          return answer;
        },
      };
    },
  };
}

/** A subgraph of the supergraph that nobody gave us: as good as down. */
function missing(name: string): Subgraph {
  const fail = () => Promise.reject(unavailable(name as Subgraph['name']));
  return { name: name as Subgraph['name'], execute: fail, serve: fail, status: fail };
}

/** Apollo's loggers take a text, and refusals are not worth a line of the log. */
function quiet(log: Logger) {
  return {
    debug: (message?: unknown) => log.debug(String(message)),
    info: (message?: unknown) => log.debug(String(message)),
    warn: (message?: unknown) => log.warn(String(message)),
    error: (message?: unknown) => log.error(String(message)),
  };
}
