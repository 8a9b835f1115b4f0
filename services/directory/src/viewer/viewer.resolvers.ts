import { forbidden, type Viewer } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import type { Org } from '../orgs/org.ts';
import { findClaims } from './claims.repository.ts';

export const viewerResolvers = {
  Query: {
    viewer: (_, __, { viewer }) => viewer,
    viewerClaims: (_, { staffNo, subject = null }, { viewer, kit }) => {
      if (viewer.kind !== 'system') throw forbidden();
      return findClaims(kit.db.read, staffNo, { today: kit.clock.today(), now: kit.clock.now(), subject });
    },
  },
  Viewer: {
    person: ({ personId }, _, { loaders }) => (personId ? loaders.people.load(personId) : null),
    orgs: async (viewer, _, { loaders }) => {
      const orgs = await loaders.orgs.loadMany(orgIdsOf(viewer));
      return orgs.filter((org): org is Org => org !== null && !(org instanceof Error));
    },
    roles: ({ posts }) =>
      posts.flatMap(({ orgId, scopeOrgId, roles, onBehalfOf }) =>
        roles.map((role) => ({ role, orgId, scopeOrgId, onBehalfOfId: onBehalfOf?.personId ?? null })),
      ),
  },
  ViewerRole: {
    org: ({ orgId }, _, { loaders }) => (orgId ? loaders.orgs.load(orgId) : null),
    scope: ({ scopeOrgId }, _, { loaders }) => (scopeOrgId ? loaders.orgs.load(scopeOrgId) : null),
    onBehalfOf: ({ onBehalfOfId }, _, { loaders }) => (onBehalfOfId ? loaders.people.load(onBehalfOfId) : null),
  },
} satisfies Resolvers;

const orgIdsOf = ({ posts }: Viewer): string[] => [
  ...new Set(posts.flatMap(({ orgId, onBehalfOf }) => (onBehalfOf || orgId === null ? [] : [orgId]))),
];
