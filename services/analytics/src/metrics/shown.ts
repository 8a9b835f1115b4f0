import type { OrgTree } from '@chengqi/office-kernel';
import type { MetricDimension } from '../generated/graphql.ts';
import type { Cell } from '../measuring/cut.repository.ts';
import type { MetricDefinition } from './metric.ts';
import type { MetricCount } from './metric-count.ts';
import type { ShownFigure } from './metric-table.ts';
import { hiddenCells, tooFew } from './suppression.ts';

/** A value that may not be told. */
export const hidden: ShownFigure = { value: null, numerator: null, denominator: null, suppressed: true };

export const shown = ({ value, numerator, denominator }: MetricCount): ShownFigure => ({
  value,
  numerator,
  denominator,
  suppressed: false,
});

/** A single figure, hidden when it tells of too few people. */
export const showOne = ({ people }: MetricDefinition, cell: Cell): ShownFigure =>
  people && tooFew(cell.people) ? hidden : shown(cell);

/** Cells as the viewer gets them: figures of people without those that would give some of them away. */
export function showAll(
  metric: MetricDefinition,
  cells: readonly Cell[],
  by: readonly MetricDimension[],
  tree: OrgTree,
): Map<Cell, ShownFigure> {
  if (!metric.people) return new Map(cells.map((cell) => [cell, shown(cell)]));
  const ofPeople = cells.map((cell) => ({ cell, people: cell.people, axes: axesOf(cell, by, tree) }));
  const withheld = hiddenCells(ofPeople);
  return new Map(ofPeople.map((one) => [one.cell, withheld.has(one) ? hidden : shown(one.cell)]));
}

/** Where a cell stands on each axis; an organisation is part of all above it. */
const axesOf = ({ period, dims }: Cell, by: readonly MetricDimension[], tree: OrgTree): string[][] => [
  [String(period)],
  ...dims.map((value, index) =>
    by[index] === 'ORG' && value !== null ? tree.lineOf(value).toReversed() : [value ?? ''],
  ),
];
