import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/graphql.ts';
import { isComplete } from './chain.ts';
import { completeChains } from './complete-chains.ts';
import { entityNames, type SeenNode } from './lineage.ts';

const momentOf = (at: number | null): Date | null => (at === null ? null : new Date(at));
const stub = (node: SeenNode | null) => (node === null ? null : { id: node.id });

const rooted = {
  __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
  lineage: ({ id }: { readonly id: string }, _: unknown, { loaders }: Context) => loaders.lineage.load(id),
};

export const lineageResolvers: Resolvers = {
  Query: {
    lineage: (_, { id }, { loaders }) => loaders.lineage.load(id),
    completeChains: async (_, args, context) => {
      const { edges, nodes, ...page } = await completeChains(context, context, args);
      return {
        ...page,
        nodes: nodes.map(({ chain }) => chain),
        edges: edges.map(({ cursor, node: { chain } }) => ({ cursor, node: chain })),
      };
    },
  },
  Resolution: rooted,
  SupervisionItem: rooted,
  Hazard: rooted,
  Lineage: { complete: ({ nodes, edges }) => isComplete(nodes, edges) },
  LineageNode: {
    at: ({ at }) => momentOf(at),
    entity: ({ id, type }) => ({ __typename: entityNames[type], id }),
  },
  CompleteChain: {
    meeting: ({ meeting }) => stub(meeting),
    meetingNo: ({ meeting }) => meeting?.code ?? null,
    resolution: ({ resolution }) => stub(resolution),
    resolutionCode: ({ resolution }) => resolution?.code ?? null,
    item: ({ item }) => stub(item),
    itemCode: ({ item }) => item?.code ?? null,
    struckOffAt: ({ item }) => momentOf(item?.endedAt ?? null),
    hazard: ({ hazard }) => stub(hazard),
    hazardCode: ({ hazard }) => hazard?.code ?? null,
    itemRecord: ({ itemRecord }) => stub(itemRecord),
    itemArchivalCode: ({ itemRecord }) => itemRecord?.code ?? null,
    hazardRecord: ({ hazardRecord }) => stub(hazardRecord),
    hazardArchivalCode: ({ hazardRecord }) => hazardRecord?.code ?? null,
  },
};
