import { type GraphQLDataSource, LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { loadGatewaySubgraph, nodeTypes } from '@chengqi/schemas';
import { badInput } from '@chengqi/service-kit';
import { GraphQLError } from 'graphql';
import type { GatewayContext } from './context.ts';

/** As many as a page has. */
const mostIds = 100;

interface Reference {
  readonly __typename: string;
  readonly id: string;
}

/**
 * What the gateway answers of the graph itself: of which type an id is, told by how it begins. It keeps no things and
 * cannot tell whether one is there; `presence.ts` asks the owner of each, in one call however many are named.
 */
export function createNodes(): GraphQLDataSource {
  const resolvers = {
    Query: {
      node: (_: unknown, { id }: { readonly id: string }) => referenceTo(id),
      nodes: (_: unknown, { ids }: { readonly ids: readonly string[] }, { language }: GatewayContext) => {
        if (ids.length > mostIds) throw tooMany(language);
        return ids.map(referenceTo);
      },
    },
  };
  return new LocalGraphQLDataSource(buildSubgraphSchema([{ typeDefs: loadGatewaySubgraph(), resolvers }]));
}

const typesByPrefix: ReadonlyMap<string, string> = new Map(Object.entries(nodeTypes));

/** Null for what is no id of this house; whether there is such a thing, its owner knows. */
export function referenceTo(id: string): Reference | null {
  const [, prefix = ''] = /^([a-z]+)_[0-9a-z]{1,64}$/.exec(id) ?? [];
  const type = typesByPrefix.get(prefix);
  return type === undefined ? null : { __typename: type, id };
}

function tooMany(language: GatewayContext['language']): GraphQLError {
  const { text, code, details } = badInput('ids', {
    en: `At most ${mostIds} ids at once.`,
    zh: `一次最多查询 ${mostIds} 个编号。`,
  });
  return new GraphQLError(text[language], { extensions: { code, ...details } });
}
