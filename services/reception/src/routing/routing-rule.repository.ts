import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { RoutingRuleEntity } from './routing-rule.entity.ts';
import type { RoutingRule, RoutingRuleState } from './routing-rule.ts';

export interface RuleConditions {
  readonly state?: RoutingRuleState | null | undefined;
  readonly orgId?: string | null | undefined;
  readonly toOrgId?: string | null | undefined;
}

/** What is not given does not narrow; the office narrows it to what the viewer may see. */
export function rulesWhere(
  manager: EntityManager,
  { state, orgId, toOrgId }: RuleConditions,
): SelectQueryBuilder<RoutingRule> {
  const query = manager.getRepository(RoutingRuleEntity).createQueryBuilder('r');
  if (state != null) query.andWhere('r.status = :state', { state });
  if (orgId != null) query.andWhere('r.ownerOrgId = :orgId', { orgId });
  if (toOrgId != null) query.andWhere('r.toOrgId = :toOrgId', { toOrgId });
  return query;
}

/** The rules in force of one register, oldest first; offices have some hundred of them. */
export const rulesInForce = (manager: EntityManager, ownerOrgId: string): Promise<RoutingRule[]> =>
  rulesWhere(manager, { state: 'ACTIVE', orgId: ownerOrgId }).orderBy('r.createdAt').addOrderBy('r.id').getMany();
