import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '@chengqi/service-kit';
import type { GatewayContext } from './context.ts';
import { statusOf } from './errors.ts';
import { tellsAbsence } from './presence.ts';

export type ObserveRequest = (operation: string, outcome: string, seconds: number) => void;

/** An answer that holds nothing but a refusal takes the refusal's status; an answer with any data is 200. */
export function createStatusPlugin(log: Logger, observe: ObserveRequest): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      const started = performance.now();
      return {
        async willSendResponse({ response, operation, contextValue }) {
          if (response.body.kind !== 'single') return;
          const { data, errors, extensions } = response.body.singleResult;
          const code = errors?.[0]?.extensions?.code;
          if (code !== undefined && isEmpty(data)) response.http.status = statusOf(code);
          if (Array.isArray(extensions?.valueCompletion)) {
            // Names types of the subgraph; a null without an error where none may be is a fault of ours.
            const values = extensions.valueCompletion.filter((value) => !tellsAbsence(value));
            if (values.length > 0) log.error({ requestId: contextValue.requestId, values }, 'null in a non-null field');
            delete response.body.singleResult.extensions;
          }
          observe(operation?.operation ?? 'none', String(code ?? 'OK'), (performance.now() - started) / 1000);
        },
      };
    },
  };
}

function isEmpty(data: Record<string, unknown> | null | undefined): boolean {
  return data === null || data === undefined || Object.values(data).every((value) => value === null);
}
