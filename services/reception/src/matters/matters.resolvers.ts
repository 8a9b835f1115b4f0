import { actionFields, lineOf, loadChanged, reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { mattersWhere } from './matter.repository.ts';
import { matterAccess, matterWorkflow } from './matter.workflow.ts';

export const matterResolvers = {
  Query: {
    matter: (_, { id }, { loaders }) => loaders.matters.load(id),
    matters: (_, { where, ...page }, context) => {
      const { name, ...conditions } = where ?? { state: 'PUBLISHED' };
      const asked = { ...conditions, name: name == null ? null : lineOf('where.name', name, 100) };
      return context.office.page(context, mattersWhere(context.kit.db.read, asked), matterAccess, {
        ...page,
        orderBy: { createdAt: 'DESC' },
      });
    },
  },
  Mutation: {
    publishMatter: async (_, { input }, context) => ({
      matter: await loadChanged(context.loaders.matters, context.matters.publishMatter(context, input)),
    }),
    reviseMatter: async (_, { input }, context) => ({
      matter: await loadChanged(context.loaders.matters, context.matters.reviseMatter(context, input)),
    }),
    retireMatter: async (_, { input }, context) => ({
      matter: await loadChanged(context.loaders.matters, context.matters.retireMatter(context, input)),
    }),
  },
  ServiceCase: {
    matter: ({ matterId }, _, { loaders }) => (matterId === null ? null : loaders.matters.load(matterId)),
  },
  ServiceMatter: {
    __resolveReference: ({ id }, { loaders }) => loaders.matters.load(id),
    state: ({ status }) => status,
    materials: ({ materials }) => [...materials],
    channels: ({ channels }) => [...channels],
    publishedBy: ({ publishedById }) => reference('Person', publishedById),
    ...actionFields(matterWorkflow),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
} satisfies Resolvers;
