import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import { addBrowsers, type Subgraph } from '@chengqi/gateway';
import { supergraphSdl } from '@chengqi/schemas';
import fastify from 'fastify';

/** The same libraries, CORS and compression with them, and the same graph: no identity, no limits, no metrics, no traces. */
export async function startBare(subgraphs: readonly Subgraph[]): Promise<{ readonly url: string } & AsyncDisposable> {
  const byName = new Map(subgraphs.map((subgraph) => [subgraph.name as string, subgraph]));
  const gateway = new ApolloGateway({
    supergraphSdl: supergraphSdl(),
    serviceHealthCheck: false,
    buildService: ({ name }) => ({
      async process({ request: { query = '', variables, operationName } }) {
        const asked = { query, ...(variables && { variables }), ...(operationName && { operationName }) };
        return (await byName.get(name)?.execute(asked, {})) as Awaited<
          ReturnType<
            ReturnType<NonNullable<ConstructorParameters<typeof ApolloGateway>[0]>['buildService'] & object>['process']
          >
        >;
      },
    }),
  });
  const apollo = new ApolloServer({ gateway, csrfPrevention: false, persistedQueries: false });
  await apollo.start();
  const app = fastify();
  await addBrowsers(app, { allowedOrigins: [], developing: true });
  await app.register(fastifyApollo(apollo), { path: '/graphql' });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    async [Symbol.asyncDispose]() {
      await app.close();
      await apollo.stop();
    },
  };
}
