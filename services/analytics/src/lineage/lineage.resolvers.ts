import { reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import { isComplete } from './chain.ts';
import { completeChains } from './complete-chains.repository.ts';
import { entityNames } from './lineage.ts';

const momentOf = (at: number | null): Date | null => (at === null ? null : new Date(at));

const rooted = {
  __resolveReference: <Known>(known: Known) => known,
  lineage: ({ id }: { readonly id: string }, _: unknown, { loaders }: Context) => loaders.lineage.load(id),
};

export const lineageResolvers = {
  Query: {
    lineage: (_, { id }, { loaders }) => loaders.lineage.load(id),
    completeChains: (_, args, context) => completeChains(context, context, args),
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
    meeting: ({ meeting }) => reference('Meeting', meeting?.id ?? null),
    meetingNo: ({ meeting }) => meeting?.code ?? null,
    resolution: ({ resolution }) => reference('Resolution', resolution?.id ?? null),
    resolutionCode: ({ resolution }) => resolution?.code ?? null,
    item: ({ item }) => reference('SupervisionItem', item?.id ?? null),
    itemCode: ({ item }) => item?.code ?? null,
    struckOffAt: ({ item }) => momentOf(item?.endedAt ?? null),
    hazard: ({ hazard }) => reference('Hazard', hazard?.id ?? null),
    hazardCode: ({ hazard }) => hazard?.code ?? null,
    itemRecord: ({ itemRecord }) => reference('ArchiveRecord', itemRecord?.id ?? null),
    itemArchivalCode: ({ itemRecord }) => itemRecord?.code ?? null,
    hazardRecord: ({ hazardRecord }) => reference('ArchiveRecord', hazardRecord?.id ?? null),
    hazardArchivalCode: ({ hazardRecord }) => hazardRecord?.code ?? null,
  },
} satisfies Resolvers;
