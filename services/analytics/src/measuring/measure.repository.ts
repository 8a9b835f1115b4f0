import type { EntityManager } from 'typeorm';
import type { Composed, Measure } from '../metrics/metric.ts';
import { type Cell, type Cut, keyOf, type Slice } from './cut.repository.ts';
import { gapMinutes } from './gaps.repository.ts';
import { percentiles } from './spread.repository.ts';
import { cellsOf, sumFacts } from './tally.repository.ts';

/** Counts a figure from the facts, in a number of statements that the measure alone decides. */
export async function measureFacts(
  manager: EntityManager,
  measure: Measure,
  cut: Cut,
  slices: readonly Slice[],
): Promise<Cell[]> {
  switch (measure.of) {
    case 'tally':
      return cellsOf(measure, await sumFacts(manager, measure, cut, slices));
    case 'spread':
      return percentiles(manager, measure, cut, slices);
    case 'gaps':
      return gapMinutes(manager, cut, slices);
    case 'composed':
      return composedCells(
        measure,
        await Promise.all(measure.parts.map((part) => measureFacts(manager, part, cut, slices))),
      );
  }
}

/** Joins the parts place by place. Behind the whole stand as many people as behind its smallest part. */
export function composedCells({ value }: Composed, parts: readonly (readonly Cell[])[]): Cell[] {
  const byKey = parts.map((cells) => new Map(cells.map((cell) => [keyOf(cell), cell])));
  const places = new Map(parts.flat().map((cell) => [keyOf(cell), cell]));
  return [...places].flatMap(([key, { period, dims }]) => {
    const found = byKey.map((cells) => cells.get(key));
    const whole = value(found.map((cell) => cell?.value ?? null));
    const people = Math.min(...found.flatMap((cell) => (cell && cell.people > 0 ? [cell.people] : [])));
    return whole === null ? [] : [{ period, dims, numerator: null, denominator: null, value: whole, people }];
  });
}
