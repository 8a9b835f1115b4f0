import type { CompleteChain } from './lineage/complete-chains.repository.ts';
import type { Chain, SeenNode } from './lineage/lineage.ts';
import type { LateMember } from './members/late-fact.ts';
import type { MetricMember } from './members/member.ts';
import type { ListedMetric } from './metrics/metric.ts';
import type { MetricAnswer } from './metrics/metric-answer.repository.ts';
import type { MetricTable } from './metrics/metric-table.ts';
import type { MeasuredPoint } from './points/point.ts';
import type { Reconciliation } from './reconcile/reconcile.ts';
import type { Scorecard } from './scorecard/scorecard.ts';
import type { EarlyWarning } from './warnings/warning.ts';
import type { WorkRow } from './work/work.ts';

/** What resolvers receive as their parents. */
export type WorkItemParent = WorkRow;
export type MetricParent = ListedMetric;
export type MetricMemberParent = MetricMember;
export type LateFactParent = LateMember;
export type MetricAnswerParent = MetricAnswer;
export type MetricTableParent = MetricTable;
export type ScorecardParent = Scorecard;
export type ReconciliationParent = Reconciliation;
export type LineageParent = Chain;
export type LineageNodeParent = SeenNode;
export type CompleteChainParent = CompleteChain;
export type PointParent = MeasuredPoint;
export type EarlyWarningParent = EarlyWarning;
