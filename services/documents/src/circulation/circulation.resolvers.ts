import { reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { incomingAccess } from '../incoming/incoming.entity.ts';
import { readersWhere } from './circulation.repository.ts';

/** A passage is seen as its document is. */
const readerAccess = { ...incomingAccess, type: 'CirculationReader' };

export const circulationResolvers = {
  Query: {
    circulationReaders: (_, { where, ...page }, context) =>
      context.office.page(context, readersWhere(context.kit.db.read, where ?? {}), readerAccess, {
        ...page,
        orderBy: { createdAt: 'DESC' },
      }),
  },
  Mutation: {
    importCirculations: (_, { input }, context) => context.office.importRows(context, input, context.incoming.readers),
  },
  Circulation: { holder: ({ holderId }) => reference('Person', holderId) },
  CirculationReader: {
    document: ({ documentId }, _, { loaders }) => loaders.incoming.load(documentId),
    order: ({ readerOrder }) => readerOrder,
    reader: ({ readerId }) => reference('Person', readerId),
    state: ({ status }) => status,
  },
  CirculationReaderConnection: { totalCount: ({ totalCount }) => totalCount() },
} satisfies Resolvers;
