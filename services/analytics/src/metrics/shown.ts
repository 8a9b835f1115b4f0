import { type Cell, keyOf } from '../measuring/cut.repository.ts';
import type { MetricDefinition } from './metric.ts';
import { type MetricCount, nothing } from './metric-count.ts';
import type { ShownFigure } from './metric-table.ts';

/** A value that may not be told. */
export const hidden: ShownFigure = { value: null, numerator: null, denominator: null, suppressed: true };

export const shown = ({ value, numerator, denominator }: MetricCount): ShownFigure => ({
  value,
  numerator,
  denominator,
  suppressed: false,
});

/** What is told of a figure: at each place of which something is known, and at all others of a period. */
export interface Column {
  readonly at: ReadonlyMap<string, { readonly cell: Cell; readonly figure: ShownFigure }>;
  readonly elsewhere: (period: number) => ShownFigure;
}

/** Cells of which everything is told. */
export const columnOf = (metric: MetricDefinition, cells: readonly Cell[]): Column => ({
  at: new Map(cells.map((cell) => [keyOf(cell), { cell, figure: shown(cell) }])),
  elsewhere: () => shown(nothing(metric)),
});
