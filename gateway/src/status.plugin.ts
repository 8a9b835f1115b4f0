import type { ApolloServerPlugin } from '@apollo/server';
import { httpStatusOf, type Logger } from '@chengqi/service-kit';
import { asksAs, type GatewayContext } from './context.ts';
import { readPaths } from './coordinates.ts';
import type { Metrics } from './metrics.ts';
import { tellsAbsence } from './presence.ts';

/**
 * Keeps the gateway's own troubles out of the answer, and counts it. The status of a well-formed request is 200 whenever
 * there is a `data` entry; without one it is the refusal's, and plain JSON makes 200 of a 400 (`gateway.ts`).
 */
export function createStatusPlugin(
  log: Logger,
  { observeRequest, observeFieldError }: Pick<Metrics, 'observeRequest' | 'observeFieldError'>,
): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      const started = performance.now();
      return {
        async willSendResponse({ response, schema, document, operation, contextValue }) {
          // What is only planned is answered with nothing, which is nobody's fault.
          if (response.body.kind !== 'single' || contextValue.rehearsal) return;
          const { errors, extensions } = response.body.singleResult;
          const code = errors?.[0]?.extensions?.code;
          contextValue.request.wellFormed = true;
          response.http.status = 'data' in response.body.singleResult ? 200 : httpStatusOf(code);
          if (Array.isArray(extensions?.valueCompletion)) {
            // Names types of the subgraph; a null without an error where none may be is a fault of ours.
            const values = extensions.valueCompletion.filter((value) => !tellsAbsence(value));
            if (values.length > 0) log.error({ requestId: contextValue.requestId, values }, 'null in a non-null field');
            delete response.body.singleResult.extensions;
          }
          const { subscribed } = contextValue;
          const asked = {
            client: asksAs(contextValue),
            name: operation?.name?.value ?? null,
            type: subscribed ? 'subscription' : (operation?.operation ?? 'none'),
            document: subscribed ?? document,
          };
          observeRequest(asked, String(code ?? 'OK'), (performance.now() - started) / 1000);
          if (!errors || !document || !operation) return;
          const failedField = readPaths(schema, document, operation);
          for (const { path, extensions: said } of errors) {
            const field = failedField(path);
            if (field !== null) observeFieldError(field, String(said?.code));
          }
        },
      };
    },
  };
}
