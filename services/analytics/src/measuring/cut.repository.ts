import type { EntityManager } from 'typeorm';
import type { MetricDimension } from '../generated/graphql.ts';
import type { Facts } from '../metrics/metric.ts';

/** Organisations whose facts count; null for all of them. */
export type Orgs = readonly string[] | null;

/** How a figure is cut. */
export interface Cut {
  readonly orgs: Orgs;
  /** Facts that belong to no organisation count as well. */
  readonly unowned: boolean;
  readonly by: readonly MetricDimension[];
  /** Organisations told together: each to the one that stands for it. */
  readonly groups?: ReadonlyMap<string, string>;
  readonly only: Partial<Record<'CATEGORY' | 'LEVEL' | 'CHANNEL', string>>;
  /** Moment known, in milliseconds. */
  readonly asOf: number;
  /** Decisions adopted before this should have their item (MTG-6), in milliseconds. */
  readonly registerBy: number;
}

/** A stretch of time that counts for a period; several may count for the same one. Milliseconds, the end not included. */
export interface Slice {
  readonly period: number;
  readonly from: number;
  readonly to: number;
  /** What was known at this moment, as `p.known`; where it is left out, that of the cut counts. */
  readonly known?: number;
}

/** Sums at one period and position; `dims` are those of the cut, in its order. */
export interface Cell {
  readonly period: number;
  readonly dims: readonly (string | null)[];
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
  readonly people: number;
}

const ownColumns: Record<MetricDimension, string> = {
  ORG: 'f.org_id',
  CATEGORY: 'f.category',
  LEVEL: 'f.level',
  CHANNEL: 'f.channel',
};

const columnOf = ({ dimensions = {} }: Pick<Facts, 'dimensions'>, dimension: MetricDimension): string =>
  dimensions[dimension] ?? ownColumns[dimension];

/** What the dimensions of a cut are, in SQL. */
export function placesIn(facts: Pick<Facts, 'dimensions'>, { by, groups }: Cut): string[] {
  return by.map((dimension) => {
    const column = columnOf(facts, dimension);
    if (dimension !== 'ORG' || !groups) return column;
    const members = Map.groupBy(groups, ([, group]) => group);
    const cases = [...members].map(
      ([group, of]) => `WHEN ${column} IN (${of.map(([id]) => text(id)).join()}) THEN ${text(group)}`,
    );
    return cases.length === 0 ? 'NULL' : `CASE ${cases.join(' ')} END`;
  });
}

/** Ids are letters, digits and an underscore; nothing else may stand in SQL as it is, and what is no id names nothing. */
const text = (id: string): string => (/^[a-z]+_[0-9a-z]+$/.test(id) ? `'${id}'` : 'NULL');

/** The places as columns `d0`, `d1` …, each with its comma before it. */
export const placeColumns = (places: readonly string[]): string =>
  places.map((place, index) => `, ${place} AS d${index}`).join('');

/** The same without names, for grouping. */
export const placeGroups = (places: readonly string[]): string => places.map((place) => `, ${place}`).join('');

/** Facts of the slices as the cut narrows them: `FROM … WHERE …`; `periodIn` tells the period of each. */
export function factsIn(facts: Facts, cut: Cut, slices: readonly Slice[]): string {
  const clock = `f.${facts.clock}`;
  const conditions = conditionsOf(facts, cut, slices).join(' AND ');
  if (isToldByClock(facts, slices)) return `FROM ${facts.table} f ${facts.join ?? ''} WHERE ${conditions}`;
  const periods = slices
    .map(({ period, from, to, known }) => {
      const moment = known === undefined ? '' : `, ${known} AS known`;
      return `SELECT ${period} AS i, ${from} AS lo, ${to} AS hi${moment}`;
    })
    .join(' UNION ALL ');
  const within = facts.timing === 'standing' ? `${clock} < p.hi` : `${clock} >= p.lo AND ${clock} < p.hi`;
  return `FROM (${periods}) p JOIN ${facts.table} f ON ${within} ${facts.join ?? ''} WHERE ${conditions}`;
}

/** The period of a fact among those of `factsIn`. */
export const periodIn = (facts: Facts, slices: readonly Slice[]): string =>
  isToldByClock(facts, slices)
    ? stretchOf(
        `f.${facts.clock}`,
        slices.toSorted((a, b) => a.from - b.from),
      )
    : 'p.i';

/** Whether a fact belongs to one slice at most, and its own time alone says to which: joined by ranges, each fact would be compared with each slice. */
function isToldByClock({ timing }: Facts, slices: readonly Slice[]): boolean {
  if (timing === 'standing' || slices.some(({ known }) => known !== undefined)) return false;
  const inOrder = slices.toSorted((a, b) => a.from - b.from);
  return inOrder.every(({ to }, index) => to <= (inOrder[index + 1]?.from ?? to));
}

/** In which of the stretches that follow each other a value lies, halving them: few comparisons, however many there are. */
export function stretchOf(
  value: string,
  stretches: readonly { readonly period: number; readonly from: number | string }[],
): string {
  const half = Math.ceil(stretches.length / 2);
  const [later] = stretches.slice(half);
  if (later === undefined) return String(stretches[0]?.period ?? 0);
  return `CASE WHEN ${value} < ${later.from} THEN ${stretchOf(value, stretches.slice(0, half))} ELSE ${stretchOf(value, stretches.slice(half))} END`;
}

/** Which facts `f` count in any of the slices. */
export function conditionsOf(facts: Facts, cut: Cut, slices: readonly Slice[]): string[] {
  const clock = `f.${facts.clock}`;
  const lastEnd = Math.max(...slices.map(({ to }) => to));
  return [
    facts.timing === 'standing' ? `${clock} < ${lastEnd}` : rangesOf(clock, slices),
    ...(facts.timing === 'foreseen' ? [] : [`${clock} <= :asOf`]),
    ...(facts.where ? [facts.where] : []),
    ...narrowing(facts, cut),
  ];
}

/** What the cut leaves of facts or rollups. */
export function narrowing(facts: Pick<Facts, 'dimensions'>, { orgs, unowned, only }: Cut): string[] {
  const orgColumn = columnOf(facts, 'ORG');
  return [
    ...(orgs === null && !unowned ? [`${orgColumn} > ''`] : []),
    ...(orgs === null ? [] : [orgs.length === 0 ? '1 = 0' : `${orgColumn} IN (:...orgs)`]),
    ...(Object.keys(only) as (keyof typeof only)[]).map((dimension) => `${columnOf(facts, dimension)} = :${dimension}`),
  ];
}

/** Constant bounds, which both engines answer from an index; neighbouring slices are one range. */
function rangesOf(clock: string, slices: readonly Slice[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const { from, to } of slices.toSorted((a, b) => a.from - b.from)) {
    const last = ranges.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else ranges.push({ from, to });
  }
  return `(${ranges.map(({ from, to }) => `(${clock} >= ${from} AND ${clock} < ${to})`).join(' OR ')})`;
}

/** Runs SQL with named parameters of the cut. */
export function ask(manager: EntityManager, sql: string, { orgs, only, asOf, registerBy }: Cut, more: object = {}) {
  const named = { ...more, ...only, asOf, registerBy, ...(orgs && { orgs: [...orgs] }) };
  const [text, parameters] = manager.dataSource.driver.escapeQueryWithParameters(sql, named);
  return manager.query<Record<string, unknown>[]>(text, parameters);
}

/** Where a row of an answer stands; facts that name no value stand at null. */
export const placeOf = (row: Record<string, unknown>, { by }: Cut): Pick<Cell, 'period' | 'dims'> => ({
  period: Number(row.i),
  dims: by.map((_, index) => {
    const value = row[`d${index}`];
    return value === null || value === '' ? null : String(value);
  }),
});

export const keyOf = ({ period, dims }: Pick<Cell, 'period' | 'dims'>): string => JSON.stringify([period, ...dims]);
