import { connection } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/graphql.ts';
import { readOneOf } from '../input.ts';
import { findSiteByCode, selectSites } from './site.repository.ts';

const byCode = { alias: 's', orderBy: { column: 's.code', direction: 'ASC' } } as const;

export const siteResolvers = {
  Query: {
    site: (_, { id, code }, { loaders, db }) => {
      readOneOf(['id', 'code'], [id, code]);
      return id == null ? findSiteByCode(db.read, code ?? '') : loaders.sites.load(id);
    },
    sites: (_, { where, ...page }, { db }) => connection(selectSites(db.read, where ?? {}), page, byCode),
  },
  Mutation: {
    createSite: async (_, { input }, context) => {
      const id = await context.sites.create(context, input);
      const site = await context.loaders.sites.clear(id).load(id);
      if (!site) throw new Error(`site ${id} is gone`);
      return { site };
    },
  },
  Site: {
    __resolveReference: ({ id }, { loaders }) => loaders.sites.load(id),
    org: ({ orgId }, _, { loaders }) => loaders.orgs.load(orgId),
  },
} satisfies Resolvers;
