import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { badInput, defineWorkflow, role } from '@chengqi/service-kit';
import { asksOf } from './matching.ts';
import type { RoutingRule, RoutingRuleAction, RoutingRuleContent, RoutingRuleState } from './routing-rule.ts';

/** Who keeps the rules; the SDL asks it of any post, the command of one over the county or city. */
export const ruleKeeper = 'ADMIN';

const keeper = [role<RoutingRule>(ruleKeeper)];
const wording = { states: words.values.RoutingRuleState, actions: words.values.RoutingRuleAction };

export const routingRuleWorkflow = defineWorkflow<RoutingRule, RoutingRuleState, RoutingRuleAction>(wording, [
  { from: 'ACTIVE', action: 'CHANGE', to: 'ACTIVE', roles: keeper },
  { from: 'ACTIVE', action: 'END', to: 'ENDED', roles: keeper },
]);

export const routingRuleAccess: Access<RoutingRule, RoutingRuleState, RoutingRuleAction> = {
  type: 'RoutingRule',
  roles: routingRuleWorkflow.roles,
  workflow: routingRuleWorkflow,
};

export const change = (
  _: RoutingRule,
  { to, by }: Act<RoutingRuleState>,
  content: RoutingRuleContent,
): Decision<RoutingRule> => ({ changes: { ...content, status: to, changedById: by }, events: [] });

export const end = (_: RoutingRule, { to, by }: Act<RoutingRuleState>): Decision<RoutingRule> => ({
  changes: { status: to, changedById: by },
  events: [],
});

/** A rule without a question would take every matter. @throws DomainError BAD_USER_INPUT */
export function assertAsks(content: RoutingRuleContent): void {
  if (asksOf(content).length > 0) return;
  throw badInput('content', {
    en: 'A rule asks for a place, an area, a topic or a kind.',
    zh: '分办规则须至少填写场所、区域、主题、类别之一。',
  });
}

/** Whether two rules ask the same, wherever they lead. */
export const asksTheSame = (a: RoutingRuleContent, b: RoutingRuleContent): boolean =>
  a.siteId === b.siteId && a.areaOrgId === b.areaOrgId && a.topic === b.topic && a.kind === b.kind;
