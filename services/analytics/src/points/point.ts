import type { PointKind } from '../generated/graphql.ts';
import type { MetricCell } from '../metrics/metric-table.ts';

/** One of the four points: what measures it, and the figure whose facts are its members. */
export interface PointDefinition {
  readonly kind: PointKind;
  readonly metrics: readonly string[];
  /** Null where its members are the owner's to list. */
  readonly membersOf: string | null;
}

/** A point of a unit and a period. */
export interface MeasuredPoint extends Pick<PointDefinition, 'kind' | 'membersOf'> {
  readonly measures: readonly MetricCell[];
  readonly where: { readonly orgId: string; readonly from: Date; readonly to: Date };
  readonly asOf: Date;
}

/** The four points by which an office is led (DOMAIN 4.4), in their usual order. */
export const points: readonly PointDefinition[] = [
  {
    kind: 'KEYSTONE',
    metrics: ['gov.followed', 'gov.orphans', 'sup.onTimeFirstDue', 'gov.loopComplete'],
    membersOf: 'gov.orphans',
  },
  { kind: 'FOCUS', metrics: ['sup.focusTopics', 'sup.focusCoverage', 'sup.focusAnswer.p50'], membersOf: null },
  {
    kind: 'BLOCKAGE',
    metrics: ['sup.obstacles', 'sup.obstaclesOpen', 'sup.obstacleDwell.p50', 'sup.obstacleDwell.p90', 'crd.agreedRate'],
    membersOf: 'sup.obstaclesOpen',
  },
  { kind: 'BLANK', metrics: ['sup.blanks', 'sup.blankFilled', 'rep.missing'], membersOf: null },
];
