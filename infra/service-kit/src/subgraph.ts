import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { loadSubgraph, type ServiceName } from '@chengqi/schemas';
import type { DocumentNode, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { guardFields } from './access.ts';
import { DomainError, type Problem, spokenProblems } from './errors.ts';
import { causeOf, inputRefusal } from './input-problems.ts';
import type { Logger } from './log.ts';
import { metrics } from './metrics.ts';
import { scalars } from './scalars.ts';
import type { GraphQLContext } from './viewer.ts';

// biome-ignore lint/suspicious/noExplicitAny: resolver maps of all services; each is typed by its generated types
export type ResolverMap = Record<string, any>;

/** Merges the slices' maps and refuses a field that two slices resolve, a missing root field, or an entity without `__resolveReference`. */
export function buildSchema(service: ServiceName, maps: readonly ResolverMap[]): GraphQLSchema {
  const typeDefs = loadSubgraph(service);
  const resolvers = merge([scalars, ...maps]);
  const missing = missingResolvers(typeDefs, resolvers);
  if (missing.length > 0) throw new Error(`${service} has no resolver for ${missing.join(', ')}`);
  return guardFields(buildSubgraphSchema([{ typeDefs, resolvers }]));
}

function merge(maps: readonly ResolverMap[]): ResolverMap {
  const merged: ResolverMap = {};
  for (const [type, fields] of maps.flatMap((map) => Object.entries(map))) {
    const known = merged[type];
    if (known === undefined) merged[type] = isObject(fields) ? { ...fields } : fields;
    else {
      const twice = Object.keys(fields).find((field) => field in known);
      if (twice) throw new Error(`${type}.${twice} is resolved twice`);
      Object.assign(known, fields);
    }
  }
  return merged;
}

const isObject = (value: unknown) => Object.getPrototypeOf(value) === Object.prototype;

function missingResolvers(typeDefs: DocumentNode, resolvers: ResolverMap): string[] {
  return typeDefs.definitions.flatMap((definition) => {
    if (definition.kind !== 'ObjectTypeDefinition' && definition.kind !== 'ObjectTypeExtension') return [];
    const name = definition.name.value;
    if (name === 'Query' || name === 'Mutation') {
      return (definition.fields ?? [])
        .map((field) => field.name.value)
        .filter((field) => !resolvers[name]?.[field])
        .map((field) => `${name}.${field}`);
    }
    const resolvable = (definition.directives ?? []).some(
      ({ name: { value }, arguments: args }) =>
        value === 'key' &&
        !(args ?? []).some(
          (arg) => arg.name.value === 'resolvable' && arg.value.kind === 'BooleanValue' && !arg.value.value,
        ),
    );
    return resolvable && !resolvers[name]?.__resolveReference ? [`${name}.__resolveReference`] : [];
  });
}

/** The Apollo Server of one subgraph; requests come through `executeOperation` with a context already built. */
export async function startSubgraphServer(
  service: ServiceName,
  schema: GraphQLSchema,
  log: Logger,
): Promise<ApolloServer<GraphQLContext>> {
  const server = new ApolloServer<GraphQLContext>({
    schema,
    introspection: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => presentError(formatted, error, log),
    plugins: [ApolloServerPluginInlineTraceDisabled(), speakAndMeasure(service)],
  });
  await server.start();
  return server;
}

const clientFaults = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
]);

/** Refusals show their code and details; everything else becomes INTERNAL and goes to the log. */
function presentError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const place = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  };
  const cause = causeOf(error);
  if (cause instanceof DomainError) return { ...refused(cause), ...place };
  const code = String(formatted.extensions?.code ?? '');
  if (clientFaults.has(code)) return { message: formatted.message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
  log.error({ err: cause }, 'a request failed');
  return { message: 'Internal error.', ...place, extensions: { code: 'INTERNAL', [translation]: '内部错误。' } };
}

const refused = ({ code, text, details }: DomainError): GraphQLFormattedError => ({
  message: text.en,
  extensions: { code, ...details, [translation]: text.zh },
});

/** Carries the Chinese text from formatting to the plugin that knows the request's language; never leaves the process. */
const translation = 'chengqi:zh';

const speakAndMeasure = (service: ServiceName): ApolloServerPlugin<GraphQLContext> => ({
  requestDidStart: async () => {
    const stop = metrics.operations.startTimer({ service });
    return {
      willSendResponse: async (context) => {
        const { response, contextValue } = context;
        const result = response.body.kind === 'single' ? response.body.singleResult : undefined;
        const wrong = result?.errors && result.data == null ? inputRefusal(context) : null;
        const errors = wrong ? [refused(wrong)] : result?.errors;
        stop({ outcome: errors ? 'refused' : 'answered' });
        if (response.body.kind !== 'single' || !errors) return;
        response.body.singleResult.errors = errors.map(({ extensions, message, ...rest }) => {
          const { [translation]: zh, problems, ...details } = extensions ?? {};
          const { language, requestId } = contextValue;
          metrics.refusals.inc({ service, code: String(details.code) });
          const spoken = language === 'zh' && typeof zh === 'string' ? zh : message;
          const all = problems === undefined ? {} : { problems: spokenProblems(problems as Problem[], language) };
          return { ...rest, message: spoken, extensions: { ...details, ...all, requestId } };
        });
      },
    };
  },
});
