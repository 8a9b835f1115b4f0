import { createClient } from 'graphql-sse';
import { type Exchange, subscriptionExchange } from 'urql';

/** Subscriptions as the gateway tells them: a line of Server-Sent Events for each. */
export function createLines(headers: Record<string, string>): Exchange {
  const lines = createClient({ url: '/graphql/stream', headers });
  return subscriptionExchange({
    forwardSubscription: ({ query = '', variables, operationName }) => ({
      subscribe(sink) {
        const named = operationName === undefined ? {} : { operationName };
        const request = { query, variables: variables as Record<string, unknown>, ...named };
        return { unsubscribe: lines.subscribe(request, { ...sink, next: (result) => sink.next(result as never) }) };
      },
    }),
  });
}
