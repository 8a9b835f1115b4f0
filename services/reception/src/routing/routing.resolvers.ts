import { actionFields, fieldsOf, lineOf, loadChanged, optionalLine, reference } from '@chengqi/service-kit';
import type { Resolvers } from '../generated/resolvers.ts';
import { explained } from './explanation.ts';
import { rulesWhere } from './routing-rule.repository.ts';
import { routingRuleAccess, routingRuleWorkflow } from './routing-rule.workflow.ts';

export const routingResolvers = {
  Query: {
    routingRule: (_, { id }, { loaders }) => loaders.routingRules.load(id),
    routingRules: (_, { where, ...page }, context) =>
      context.office.page(context, rulesWhere(context.kit.db.read, where ?? { state: 'ACTIVE' }), routingRuleAccess, {
        ...page,
        orderBy: { createdAt: 'DESC' },
      }),
    caseRouting: async (_, { facts: { orgId, kind, siteId = null, ...asked } }, { kit, caseRegister, routing }) => {
      const words = fieldsOf({
        title: () => lineOf('facts.title', asked.title, 200),
        topicKey: () => optionalLine('facts.topicKey', asked.topicKey, 100),
      });
      const ledgerOrgId = await caseRegister.ledgerOf(kit.db.read, orgId, 'facts.orgId');
      return routing.routeOf(kit.db.read, ledgerOrgId, { kind, siteId, ...words });
    },
  },
  Mutation: {
    addRoutingRule: async (_, { input }, context) => ({
      rule: await loadChanged(context.loaders.routingRules, context.routing.addRoutingRule(context, input)),
    }),
    changeRoutingRule: async (_, { input }, context) => ({
      rule: await loadChanged(context.loaders.routingRules, context.routing.changeRoutingRule(context, input)),
    }),
    endRoutingRule: async (_, { input }, context) => ({
      rule: await loadChanged(context.loaders.routingRules, context.routing.endRoutingRule(context, input)),
    }),
  },
  ServiceCase: {
    routedBy: ({ routingRuleId }, _, { loaders }) =>
      routingRuleId === null ? null : loaders.routingRules.load(routingRuleId),
  },
  CaseRouting: {
    org: ({ rule }) => reference('Org', rule.toOrgId),
    matchedOn: ({ matchedOn }) => [...matchedOn],
    explanation: (match, _, { language }) => explained(match, language),
  },
  RoutingRule: {
    __resolveReference: ({ id }, { loaders }) => loaders.routingRules.load(id),
    state: ({ status }) => status,
    site: ({ siteId }) => reference('Site', siteId),
    area: ({ areaOrgId }) => reference('Org', areaOrgId),
    toOrg: ({ toOrgId }) => reference('Org', toOrgId),
    changedBy: ({ changedById }) => reference('Person', changedById),
    ...actionFields(routingRuleWorkflow),
    ownerOrg: ({ ownerOrgId }) => reference('Org', ownerOrgId),
  },
} satisfies Resolvers;
