import type { SecrecyLevel } from '@chengqi/schemas';
import type { CaseKind } from '@chengqi/schemas/events/reception';

export type RoutingRuleState = 'ACTIVE' | 'ENDED';
export type RoutingRuleAction = 'CHANGE' | 'END';

/** What a rule asks, null where it does not ask, and where it leads. */
export interface RoutingRuleContent {
  readonly siteId: string | null;
  readonly areaOrgId: string | null;
  readonly topic: string | null;
  readonly kind: CaseKind | null;
  readonly toOrgId: string;
  readonly remark: string | null;
}

/** Which unit gets which matters of a county's or city's register. */
export interface RoutingRule extends RoutingRuleContent {
  readonly id: string;
  readonly status: RoutingRuleState;
  readonly version: number;
  /** The county or city. */
  readonly ownerOrgId: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly changedById: string | null;
}
