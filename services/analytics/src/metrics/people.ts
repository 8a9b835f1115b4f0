import type { Foundation, OrgTree } from '@chengqi/office-kernel';
import { DateTime } from 'luxon';
import type { MetricDimension } from '../generated/graphql.ts';
import { type Cell, type Cut, keyOf } from '../measuring/cut.repository.ts';
import { composedCells } from '../measuring/measure.repository.ts';
import { createMeasuring } from '../measuring/measuring.ts';
import { cellsOf, type Sum } from '../measuring/tally.repository.ts';
import type { Measure, MetricDefinition, Tally } from './metric.ts';
import { nothing } from './metric-count.ts';
import { periodsOf } from './period.ts';
import { placesOf, type Stand } from './place.ts';
import { type Column, hidden, shown } from './shown.ts';
import { sumNamed, withheldSums } from './suppression.ts';

export interface PeopleAsked {
  readonly by: readonly MetricDimension[];
  readonly only: Cut['only'];
  readonly stand: Stand;
  /** Of whole months. */
  readonly periods: readonly { readonly from: Date; readonly to: Date }[];
  readonly asOf: Date;
}

interface Month {
  readonly from: Date;
  readonly to: Date;
  /** When its facts are taken to be settled; they are told as they were known then, whenever they are asked. */
  readonly known: Date;
}

/** A sum where it stands in the answer. */
interface Told {
  readonly cell: Cell;
  readonly withheld: boolean;
}

/**
 * Figures of people. There is one table of a month, of all places and as known at one moment, and what of it may be
 * shown follows from the table alone: neither what else is asked, nor by whom, nor when. Longer periods are sums of months
 * that are all shown, so that none of them tells of a month that is not.
 */
export function createPeopleFigures(foundation: Foundation) {
  const { kit, office } = foundation;
  const { sumMonths } = createMeasuring(foundation);

  function monthsOf({ settledAfter = 0 }: MetricDefinition, { from, to }: PeopleAsked['periods'][number]): Month[] {
    const { zone } = kit.clock;
    return periodsOf(zone, from, to, 'MONTH').map((month) => ({
      ...month,
      known: DateTime.fromJSDate(month.to, { zone }).plus({ months: settledAfter }).toJSDate(),
    }));
  }

  async function toldOf(
    measure: Measure,
    dimensions: readonly MetricDimension[],
    months: readonly (Month & { readonly period: number })[],
    asked: PeopleAsked,
  ): Promise<Map<string, Told>> {
    if (measure.of === 'composed') {
      const parts = await Promise.all(measure.parts.map((part) => toldOf(part, dimensions, months, asked)));
      const cells = composedCells(
        measure,
        parts.map((told) => [...told.values()].map(({ cell }) => cell)),
      );
      const withheld = (key: string): boolean => parts.some((told) => told.get(key)?.withheld);
      return new Map(cells.map((cell) => [keyOf(cell), { cell, withheld: withheld(keyOf(cell)) }]));
    }
    if (measure.of !== 'tally') throw new TypeError(`figures of people are sums, not ${measure.of}`);
    const sums = await sumMonths(measure, dimensions, months);
    return tally(measure, dimensions, sums, { months, asked, tree: office.orgs.tree });
  }

  /** One statement for each part of the figure, however many months. */
  return async (metric: MetricDefinition, asked: PeopleAsked): Promise<Column> => {
    const now = Math.min(asked.asOf.getTime(), kit.clock.now().getTime());
    const all = asked.periods.flatMap((period, index) =>
      monthsOf(metric, period).map((month) => ({ ...month, period: index })),
    );
    const open = new Set(all.filter(({ known }) => known.getTime() > now).map(({ period }) => period));
    const settled = all.filter(({ known }) => known.getTime() <= now);
    const told = await toldOf(metric.measure, metric.dimensions, settled, asked);
    // Nothing is known of what is not over, which is not the same as that nobody was there.
    const unknown = asked.by.length > 0 ? [] : [...open].map((period) => ({ ...nobody, period }));
    return {
      at: new Map([
        ...unknown.map((cell) => [keyOf(cell), { cell, figure: hidden }] as const),
        ...[...told].map(([key, { cell, withheld }]) => {
          const figure = withheld || open.has(cell.period) ? hidden : shown(cell);
          return [key, { cell, figure }] as const;
        }),
      ]),
      elsewhere: (period) => (open.has(period) ? hidden : shown(nothing(metric))),
    };
  };
}

const nobody = { dims: [], numerator: null, denominator: null, value: null, people: 0 };

interface Table {
  readonly months: readonly { readonly period: number }[];
  readonly asked: PeopleAsked;
  readonly tree: OrgTree;
}

/** Sums by month, organisation and other dimension as the answer tells them, each with whether it is withheld. */
function tally(
  measure: Tally,
  dimensions: readonly MetricDimension[],
  sums: readonly Sum[],
  { months, asked: { by, only, stand }, tree }: Table,
): Map<string, Told> {
  const [orgAt, other] = [dimensions.indexOf('ORG'), otherThanOrg(dimensions)];
  const wanted = other && only[other];
  const placed = sums.map((sum) => ({
    sum,
    org: sum.dims[orgAt] ?? null,
    value: other ? (sum.dims[dimensions.indexOf(other)] ?? null) : null,
  }));
  const cells = Map.groupBy(placed, ({ sum }) => sum.period);
  const withheld = new Map(
    [...cells].map(([month, ofMonth]) => [
      month,
      withheldSums(
        ofMonth.map(({ sum: { people }, org, value }) => ({
          ...{ people, places: placesOf(tree, org), value: other ? (value ?? '') : null },
        })),
      ),
    ]),
  );
  const rows = placed.flatMap(({ sum, org, value }) => {
    const standing = stand(org);
    if (standing === null || (wanted != null && wanted !== value)) return [];
    const column = other && (by.includes(other) || wanted != null) ? (value ?? '') : null;
    const dims = by.map((dimension) => (dimension === 'ORG' ? standing.org : value));
    return [
      {
        sum: { ...sum, period: months[sum.period]?.period ?? 0, dims },
        withheld: withheld.get(sum.period)?.has(sumNamed(standing.place, column)) ?? false,
      },
    ];
  });
  return new Map(
    [...Map.groupBy(rows, ({ sum }) => keyOf(sum))].flatMap(([key, same]) =>
      cellsOf(
        measure,
        same.map(({ sum }) => sum),
      ).map((cell) => [key, { cell, withheld: same.some((row) => row.withheld) }] as const),
    ),
  );
}

type Other = Exclude<MetricDimension, 'ORG'>;

/** The one dimension beside the organisation: with two the table would be no network. */
const otherThanOrg = (dimensions: readonly MetricDimension[]): Other | undefined =>
  dimensions.find((dimension): dimension is Other => dimension !== 'ORG');
