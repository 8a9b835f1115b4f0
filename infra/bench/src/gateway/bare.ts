import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import { addBrowsers, createRehearsal, type GatewayContext, type Subgraph } from '@chengqi/gateway';
import { registeredOperations, supergraphSdl } from '@chengqi/schemas';
import { createLogger } from '@chengqi/service-kit';
import fastify from 'fastify';

/**
 * The same libraries, CORS and compression with them, and the same graph: no identity, no limits, no metrics, no traces. It
 * plans what is registered before it is asked, as ours does: libraries that have seen many operations take longer for each.
 */
export async function startBare(subgraphs: readonly Subgraph[]): Promise<{ readonly url: string } & AsyncDisposable> {
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.name as string, subgraph]));
  const gateway = new ApolloGateway({
    supergraphSdl: supergraphSdl(),
    serviceHealthCheck: false,
    buildService: ({ name }) => ({
      async process({ request: { query = '', variables, operationName }, context }) {
        if ((context as Partial<GatewayContext>).rehearsal) return { data: null };
        const asked = { query, ...(variables && { variables }), ...(operationName && { operationName }) };
        return (await byName.get(name)?.execute(asked, {})) as Awaited<
          ReturnType<
            ReturnType<NonNullable<ConstructorParameters<typeof ApolloGateway>[0]>['buildService'] & object>['process']
          >
        >;
      },
    }),
  });
  const rehearsal = createRehearsal(registeredOperations(), createLogger('bare'));
  const apollo = new ApolloServer<GatewayContext>({ gateway, persistedQueries: false, plugins: [rehearsal.plugin] });
  await apollo.start();
  const app = fastify();
  await addBrowsers(app, { allowedOrigins: [], developing: true });
  await app.register(fastifyApollo(apollo as never), { path: '/graphql' });
  await rehearsal.run(apollo);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    async [Symbol.asyncDispose]() {
      await app.close();
      await apollo.stop();
    },
  };
}
