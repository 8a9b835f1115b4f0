import { connection, loadChanged } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { readOneOf } from '../input.ts';
import { findSiteByCode, selectSites } from './site.repository.ts';

const byCode = { alias: 's', orderBy: { column: 's.code', direction: 'ASC' } } as const;

export const siteResolvers = {
  Query: {
    site: (_, { id, code }, { loaders, kit }) => {
      readOneOf(['id', 'code'], [id, code]);
      return id == null ? findSiteByCode(kit.db.read, code ?? '') : loaders.sites.load(id);
    },
    sites: (_, { where, ...page }, { kit }) => connection(selectSites(kit.db.read, where ?? {}), page, byCode),
  },
  Mutation: {
    createSite: async (_, { input }, context) => ({
      site: await loadChanged(context.loaders.sites, context.sites.create(context, input)),
    }),
  },
  Site: {
    __resolveReference: ({ id }, { loaders }) => loaders.sites.load(id),
    org: ({ orgId }, _, { loaders }) => loaders.orgs.load(orgId),
  },
} satisfies Resolvers;
