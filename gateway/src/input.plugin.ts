import type { ApolloServerPlugin } from '@apollo/server';
import { type ErrorCode, inputRefusal, scalars, spokenProblems } from '@chengqi/service-kit';
import { GraphQLError, type GraphQLSchema, isScalarType } from 'graphql';
import type { GatewayContext } from './context.ts';

/** Malformed input is refused here, before anything is fetched, with the path of all that is wrong. */
export const createInputPlugin = (): ApolloServerPlugin<GatewayContext> => ({
  async serverWillStart() {
    return { schemaDidLoadOrUpdate: ({ apiSchema }) => readScalars(apiSchema) };
  },
  async requestDidStart() {
    return {
      /** The gateway would look for every flaw of every value, and print all of it for each. */
      async didResolveOperation(context) {
        if (inputRefusal(context)) throw new GraphQLError('', { extensions: { code: 'BAD_USER_INPUT' } });
      },
      async willSendResponse(context) {
        const { response, contextValue } = context;
        if (response.body.kind !== 'single') return;
        const { data, errors } = response.body.singleResult;
        const refused = errors && data == null ? inputRefusal(context) : null;
        if (!refused) return;
        const { language, requestId } = contextValue;
        const code: ErrorCode = refused.code;
        response.body.singleResult.errors = [
          {
            message: refused.text[language],
            extensions: { code, ...refused.details, problems: spokenProblems(refused.problems, language), requestId },
          },
        ];
      },
    };
  },
});

/** A composed schema takes anything for a scalar of ours; the subgraphs do not. */
function readScalars(apiSchema: GraphQLSchema): void {
  for (const [name, { parseValue, parseLiteral }] of Object.entries(scalars)) {
    const known = apiSchema.getType(name);
    if (isScalarType(known)) Object.assign(known, { parseValue, parseLiteral });
  }
}
