import type { EntityManager } from 'typeorm';
import type { Tally } from '../metrics/metric.ts';
import {
  ask,
  type Cell,
  type Cut,
  factsIn,
  keyOf,
  periodIn,
  placeColumns,
  placeGroups,
  placeOf,
  placesIn,
  type Slice,
} from './cut.repository.ts';

/** Sums over facts at one period and position. */
export interface Sum {
  readonly period: number;
  readonly dims: readonly (string | null)[];
  readonly numerator: number;
  /** What the numerator is over; the number of facts where it is over nothing. */
  readonly over: number;
  readonly people: number;
}

/** Sums the facts of the slices, in one statement. */
export async function sumFacts(
  manager: EntityManager,
  tally: Tally,
  cut: Cut,
  slices: readonly Slice[],
): Promise<Sum[]> {
  if (slices.length === 0) return [];
  const places = placesIn(tally.facts, cut);
  const rows = await ask(
    manager,
    `SELECT ${periodIn(tally.facts, slices)} AS i${placeColumns(places)}, SUM(${tally.numerator}) AS numerator,
      SUM(${tally.over ?? 1}) AS total, SUM(${tally.people ?? tally.over ?? 1}) AS people
      ${factsIn(tally.facts, cut, slices)} GROUP BY i${placeGroups(places)}`,
    cut,
  );
  return rows.map((row) => ({
    ...placeOf(row, cut),
    numerator: Number(row.numerator ?? 0),
    over: Number(row.total),
    people: Number(row.people ?? 0),
  }));
}

/** Adds up what stands at the same place. */
export function cellsOf({ over, unit = 1 }: Tally, sums: readonly Sum[]): Cell[] {
  return [...Map.groupBy(sums, keyOf).values()].map((same) => {
    const add = (part: (sum: Sum) => number) => same.reduce((total, sum) => total + part(sum), 0);
    const [numerator, total] = [add((sum) => sum.numerator) / unit, add((sum) => sum.over)];
    const { period, dims } = same[0] as Sum;
    return {
      period,
      dims,
      numerator,
      denominator: over === null ? null : total,
      value: over === null ? numerator : numerator / total,
      people: add((sum) => sum.people),
    };
  });
}
