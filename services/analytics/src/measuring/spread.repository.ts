import type { EntityManager } from 'typeorm';
import type { Spread } from '../metrics/metric.ts';
import {
  ask,
  type Cell,
  type Cut,
  factsIn,
  periodIn,
  placeColumns,
  placeGroups,
  placeOf,
  placesIn,
  type Slice,
} from './cut.repository.ts';

/**
 * Percentiles by nearest rank, in one statement: of n spans in order, the one at place ceil(percent × n / 100). Whole
 * numbers only, so that both engines and the owners pick the same fact.
 */
export async function percentiles(
  manager: EntityManager,
  { facts, span, unit, percent }: Spread,
  cut: Cut,
  slices: readonly Slice[],
): Promise<Cell[]> {
  const places = placesIn(facts, cut);
  const period = periodIn(facts, slices);
  const group = `PARTITION BY ${period}${placeGroups(places)}`;
  const rows = await ask(
    manager,
    `SELECT * FROM (
      SELECT ${period} AS i${placeColumns(places)}, ${span} AS span,
        ROW_NUMBER() OVER (${group} ORDER BY ${span}) AS place, COUNT(*) OVER (${group}) AS n
      ${factsIn(facts, cut, slices)}) x
    WHERE place * 100 >= n * ${percent} AND (place - 1) * 100 < n * ${percent}`,
    cut,
  );
  return rows.map((row) => ({
    ...placeOf(row, cut),
    numerator: null,
    denominator: Number(row.n),
    value: Number(row.span) / unit,
    people: Number(row.n),
  }));
}
