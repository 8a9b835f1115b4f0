import type { ApolloServerPlugin } from '@apollo/server';
import { asksToStayUnnamed, type Logger, noteInLog, openSpan, SpanKind, spanNow } from '@chengqi/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayContext, RequestScope } from './context.ts';

/** What is worth a trace: questions of people, and none of those that only look whether the house stands. */
const traced = /^\/(?:graphql|files|admin\/audit)(?:\/|$)/;

/** Runs what answers a request inside its span, which ends with the answer; as it is where nothing is traced. */
export function traceRequest(
  { method, routeOptions }: FastifyRequest,
  { raw }: FastifyReply,
  { requestId, traceparent, client }: RequestScope,
): <T>(work: () => T) => T {
  const route = routeOptions.url ?? '';
  if (!traced.test(route)) return (work) => work();
  const open = openSpan(`${method} ${route}`, {
    by: 'gateway',
    kind: SpanKind.SERVER,
    from: traceparent,
    root: true,
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'chengqi.request_id': requestId,
      ...(client !== null && { 'chengqi.client': client }),
    },
  });
  if (open === null) return (work) => work();
  raw.once('close', () => {
    open.span.setAttribute('http.response.status_code', raw.statusCode);
    open.end();
  });
  return (work) => open.within(work);
}

/** Names the span of a request after its operation, and writes a line of the log for each that was answered, at `info`. */
export function createSeeing(log: Logger) {
  const plugin: ApolloServerPlugin<GatewayContext> = {
    async requestDidStart({ request, contextValue }) {
      if (contextValue.rehearsal) return;
      const started = performance.now();
      const { viewer, client } = contextValue;
      const unnamed = asksToStayUnnamed({ query: request.query ?? '', variables: request.variables });
      noteInLog({
        viewer: unnamed ? undefined : (viewer.personId ?? viewer.kind),
        client: unnamed ? undefined : (client ?? undefined),
      });
      return {
        async didResolveOperation({ operation, operationName }) {
          const type = operation?.operation ?? 'operation';
          spanNow()
            ?.updateName(operationName ? `${type} ${operationName}` : type)
            .setAttributes({
              'graphql.operation.type': type,
              ...(operationName && { 'graphql.operation.name': operationName }),
            });
        },
        async willSendResponse({ response, operation, operationName }) {
          const result = response.body.kind === 'single' ? response.body.singleResult : null;
          const codes = [...new Set((result?.errors ?? []).map(({ extensions }) => String(extensions?.code)))];
          if (codes.length > 0) spanNow()?.setAttribute('chengqi.refusals', codes);
          if (!log.isLevelEnabled('info')) return;
          const milliseconds = Math.round((performance.now() - started) * 10) / 10;
          log.info(
            { operation: operationName ?? null, type: operation?.operation ?? null, codes, milliseconds },
            'asked',
          );
        },
      };
    },
  };
  return { plugin };
}
