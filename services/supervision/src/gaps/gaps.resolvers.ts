import { actionFields, loadChanged, reference } from '@chengqi/service-kit';
import type { Context } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { CoverageExpectation } from './gap.ts';
import { expectationAccess, expectationWorkflow, gapAccess, gapWorkflow } from './gap.workflow.ts';
import { expectationsWhere, gapsWhere } from './gaps.repository.ts';

const leaders = ['SUPERVISOR', 'OFFICE_DIRECTOR', 'SIGNER', 'PRINCIPAL'] as const;

/** Figures are of all units below: for who may look at all of them. */
const overlooks = ({ actor }: Context, { ownerOrgId }: CoverageExpectation): boolean =>
  actor.system || leaders.some((role) => actor.holds(role, ownerOrgId));

const changedExpectation = async ({ loaders }: Context, id: Promise<string>) => ({
  expectation: await loadChanged(loaders.expectations, id),
});

export const gapResolvers = {
  Query: {
    coverageExpectations: (_, { orgId, ...page }, context) => {
      const query = expectationsWhere(context.kit.db.read);
      if (orgId) {
        const { sql, params } = context.office.orgs.within('x.owner_org_id', orgId);
        query.andWhere(sql, params);
      }
      return context.office.page(context, query, expectationAccess, { ...page, orderBy: { createdAt: 'DESC' } });
    },
    coverageGap: (_, { id }, { loaders }) => loaders.gaps.load(id),
    coverageGaps: (_, { where, ...page }, context) => {
      const { orgId, ...given } = where ?? {};
      const query = gapsWhere(context.kit.db.read, given);
      if (orgId) {
        const { sql, params } = context.office.orgs.within('g.owner_org_id', orgId);
        query.andWhere(sql, params);
      }
      return context.office.page(context, query, gapAccess, { ...page, orderBy: { createdAt: 'DESC' } });
    },
  },
  Mutation: {
    expectCoverage: (_, { input }, context) => changedExpectation(context, context.gaps.expectCoverage(context, input)),
    endCoverageExpectation: (_, { input }, context) =>
      changedExpectation(context, context.gaps.endCoverageExpectation(context, input)),
    explainGap: async (_, { input }, context) => ({
      gap: await loadChanged(context.loaders.gaps, context.gaps.explainGap(context, input)),
    }),
  },
  CoverageExpectation: {
    __resolveReference: ({ id }, { loaders }) => loaders.expectations.load(id),
    state: ({ status }) => status,
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    duty: ({ dutyId }, _, { loaders }) => (dutyId === null ? null : loaders.duties.load(dutyId)),
    rounds: (expectation, _, context) =>
      overlooks(context, expectation) ? context.loaders.coverageRounds.load(expectation.id) : null,
    ...actionFields(expectationWorkflow),
  },
  CoverageRound: {
    blankRate: ({ open, expected }) => (expected === 0 ? null : open / expected),
  },
  CoverageGap: {
    __resolveReference: ({ id }, { loaders }) => loaders.gaps.load(id),
    state: ({ status }) => status,
    org: ({ ownerOrgId }) => reference('Org', ownerOrgId),
    expectingOrg: ({ expectingOrgId }) => reference('Org', expectingOrgId),
    expectation: ({ expectationId }, _, { loaders }) => loaders.expectations.load(expectationId),
    site: ({ kind, cellId }) => (kind === 'INSPECTION' ? reference('Site', cellId) : null),
    explainedBy: ({ explainedById }) => reference('Person', explainedById),
    ...actionFields(gapWorkflow),
  },
} satisfies Resolvers;
