import type { EntityManager } from 'typeorm';
import type { MetricDimension } from '../generated/graphql.ts';
import type { MetricDefinition, Tally } from '../metrics/metric.ts';
import {
  ask,
  type Cell,
  type Cut,
  narrowing,
  placeColumns,
  placeGroups,
  placeOf,
  placesIn,
  type Slice,
  stretchOf,
} from './cut.repository.ts';
import { cellsOf, type Sum, sumFacts } from './tally.repository.ts';

/** Business days and their first moments. */
export interface Days {
  readonly dayOf: (instant: Date) => string;
  readonly startOf: (day: string) => Date;
  readonly endOf: (day: string) => Date;
}

/** More days than this that are not counted, and all is asked of the facts. */
const mostUncounted = 60;

const columns: Record<MetricDimension, string> = {
  ORG: 'r.org_id',
  CATEGORY: 'r.category',
  LEVEL: 'r.level',
  CHANNEL: 'r.channel',
};

/**
 * A tally from the days counted ahead, and from the facts where a day is not whole, not counted, or holds what came
 * after `asOf`. Three statements at most.
 */
export async function measureDays(
  manager: EntityManager,
  metric: MetricDefinition,
  tally: Tally,
  cut: Cut,
  periods: readonly Slice[],
  days: Days,
): Promise<Cell[]> {
  const whole = wholeDays(periods, days);
  if (!whole) return cellsOf(tally, await sumFacts(manager, tally, cut, periods));
  const uncounted = await uncountedDays(manager, metric, tally, cut, whole);
  if (uncounted.size > mostUncounted) return cellsOf(tally, await sumFacts(manager, tally, cut, periods));
  const rolled = await sumDays(manager, metric, cut, periods, whole, uncounted, days);
  const slices = periods.flatMap((period) => outside(period, whole, uncounted, days));
  return cellsOf(tally, [...rolled, ...(await sumFacts(manager, tally, cut, slices))]);
}

interface DayRange {
  readonly first: string;
  readonly last: string;
}

/** First and last business day that lie wholly between the ends of neighbouring periods; undefined when none does. */
function wholeDays(periods: readonly Slice[], { dayOf, startOf, endOf }: Days): DayRange | undefined {
  const [from, to] = [periods[0]?.from ?? 0, periods.at(-1)?.to ?? 0];
  const begun = dayOf(new Date(from));
  const first = startOf(begun).getTime() === from ? begun : dayOf(endOf(begun));
  const last = dayOf(new Date(startOf(dayOf(new Date(to))).getTime() - 1));
  return first <= last ? { first, last } : undefined;
}

/** Days of which the count does not hold: facts changed since, or a moment in them is later than `asOf`. */
async function uncountedDays(
  manager: EntityManager,
  { name }: MetricDefinition,
  { facts }: Tally,
  cut: Cut,
  range: DayRange,
): Promise<Set<string>> {
  const within = 'day >= :first AND day <= :last';
  const rows = await ask(
    manager,
    `SELECT day FROM stale_day WHERE clock = :clock AND ${within}
      UNION SELECT day FROM rollup_day WHERE metric = :name AND ${within} AND last_at > :asOf`,
    cut,
    { ...range, clock: `${facts.table}.${facts.clock}`, name },
  );
  return new Set(rows.map(({ day }) => String(day)));
}

async function sumDays(
  manager: EntityManager,
  { name }: MetricDefinition,
  cut: Cut,
  periods: readonly Slice[],
  range: DayRange,
  uncounted: ReadonlySet<string>,
  { dayOf }: Days,
): Promise<Sum[]> {
  const rollups = { dimensions: columns };
  const places = placesIn(rollups, cut);
  const stretches = periods.map(({ from, period }) => ({ period, from: `'${dayOf(new Date(from))}'` }));
  const conditions = [
    'r.metric = :name AND r.day >= :first AND r.day <= :last',
    ...(uncounted.size > 0 ? ['r.day NOT IN (:...uncounted)'] : []),
    ...narrowing(rollups, cut),
  ];
  const rows = await ask(
    manager,
    `SELECT ${stretchOf('r.day', stretches)} AS i${placeColumns(places)},
      SUM(r.numerator) AS numerator, SUM(r.denominator) AS total
      FROM rollup_day r WHERE ${conditions.join(' AND ')} GROUP BY i${placeGroups(places)}
      HAVING SUM(r.denominator) > 0`,
    cut,
    { ...range, name, uncounted: [...uncounted] },
  );
  return rows.map((row) => ({
    ...placeOf(row, cut),
    numerator: Number(row.numerator),
    over: Number(row.total),
    people: Number(row.total),
  }));
}

/** What of a period is not told by counted days. */
function outside(period: Slice, range: DayRange, uncounted: ReadonlySet<string>, days: Days): Slice[] {
  const from = days.startOf(range.first).getTime();
  const to = days.endOf(range.last).getTime();
  const again = [...uncounted].map((day) => ({ from: days.startOf(day).getTime(), to: days.endOf(day).getTime() }));
  return [{ from: period.from, to: from }, ...again, { from: to, to: period.to }].flatMap((span) => {
    const part = { from: Math.max(span.from, period.from), to: Math.min(span.to, period.to) };
    return part.from < part.to ? [{ ...part, period: period.period }] : [];
  });
}
