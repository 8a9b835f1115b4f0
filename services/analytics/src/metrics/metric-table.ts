import type { MetricColumnRole, MetricDimension } from '../generated/graphql.ts';
import type { MetricDefinition } from './metric.ts';
import type { Period } from './period.ts';

/** Several figures over the same periods and dimensions. */
export interface MetricTable {
  readonly columns: readonly MetricColumn[];
  readonly rows: readonly MetricRow[];
  /** Before the limit. */
  readonly totalRows: number;
  readonly truncated: boolean;
  readonly asOf: Date;
}

export interface MetricColumn {
  readonly name: string;
  readonly role: MetricColumnRole;
  readonly metric: MetricDefinition | null;
}

export interface MetricRow {
  readonly period: Period;
  readonly dims: readonly DimensionValue[];
  readonly cells: readonly MetricCell[];
}

export interface DimensionValue {
  readonly dimension: MetricDimension;
  readonly value: string | null;
  readonly org: { readonly id: string } | null;
}

/** A value as it is shown; nothing of it when it is hidden. */
export interface ShownFigure {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly suppressed: boolean;
}

export interface MetricCell extends ShownFigure {
  readonly metric: string;
}
