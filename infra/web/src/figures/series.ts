import type { Period } from './periods.ts';
import type { Cell, Metric, Row } from './texts.ts';

/** As many lines or groups of bars as the eye tells apart. */
export const mostSeries = 6;
/** As many places as a picture of bars has room for. */
export const mostBars = 40;

type Place = Row['dims'][number];

/** One place of a series; no cell where the answer has no row. */
export interface Point {
  readonly cell: Cell | null;
  /** What is drawn; null leaves a gap. */
  readonly drawn: number | null;
}

export interface Series {
  readonly metric: Metric;
  /** Where the dimension stands, when the series is one of its values. */
  readonly place: Place | null;
  readonly points: readonly Point[];
}

/** A period, or where the dimension stands. */
export type AxisPlace = Period | Place | null;

export interface Drawing {
  /** Null where the only bar stands for everything. */
  readonly axis: readonly AxisPlace[];
  readonly series: readonly Series[];
  /** Series that are only in the table: of another unit, or too many. */
  readonly leftOut: number;
  /** Places that are only in the table. */
  readonly placesLeftOut: number;
}

/** A chart has one unit, that of the first figure. */
const ofOneUnit = (metrics: readonly Metric[]): Metric[] => metrics.filter(({ unit }) => unit === metrics[0]?.unit);

const cellOf = (row: Row | undefined, { name }: Metric): Cell | null =>
  row?.cells.find(({ metric }) => metric === name) ?? null;

const valueOfCell = (cell: Cell | null): number | null =>
  cell === null || cell.suppressed ? null : (cell.value ?? null);

/**
 * A line a figure and value of the dimension over all periods; the largest six. A period without a row stands for no
 * facts: that is a count of nothing, and no rate, duration or mark at all. What begins after the moment known is not drawn.
 */
export function linesOf(
  rows: readonly Row[],
  metrics: readonly Metric[],
  periods: readonly Period[],
  known: Date,
): Drawing {
  const drawn = ofOneUnit(metrics);
  const groups = [...Map.groupBy(rows, ({ dims }) => dims[0]?.value ?? null).values()];
  const all = groups.flatMap((group) => {
    const byPeriod = new Map(group.map((row) => [row.period.label, row]));
    return drawn.map(
      (metric): Series => ({
        metric,
        place: group[0]?.dims[0] ?? null,
        points: periods.map(({ label, from }) => {
          const cell = cellOf(byPeriod.get(label), metric);
          if (cell) return { cell, drawn: valueOfCell(cell) };
          return { cell, drawn: metric.kind === 'COUNT' && new Date(from) <= known ? 0 : null };
        }),
      }),
    );
  });
  const kept = new Set(all.toSorted((a, b) => weightOf(b) - weightOf(a)).slice(0, mostSeries));
  return {
    axis: periods,
    series: all.filter((series) => kept.has(series)),
    leftOut: all.length - kept.size + groups.length * (metrics.length - drawn.length),
    placesLeftOut: 0,
  };
}

const weightOf = ({ points }: Series): number => points.reduce((sum, { drawn }) => sum + (drawn ?? 0), 0);

/** Groups of bars over the values of the dimension, the largest first; what has no value comes last. */
export function barsOf(rows: readonly Row[], metrics: readonly Metric[]): Drawing {
  const all = ofOneUnit(metrics);
  const drawn = all.slice(0, mostSeries);
  const sizeOf = (row: Row) => valueOfCell(cellOf(row, all[0] as Metric)) ?? Number.NEGATIVE_INFINITY;
  const shown = rows.toSorted((a, b) => sizeOf(b) - sizeOf(a) || 0).slice(0, mostBars);
  return {
    axis: shown.map(({ dims }) => dims[0] ?? null),
    series: drawn.map((metric) => ({
      metric,
      place: null,
      points: shown.map((row) => {
        const cell = cellOf(row, metric);
        return { cell, drawn: valueOfCell(cell) };
      }),
    })),
    leftOut: metrics.length - drawn.length,
    placesLeftOut: rows.length - shown.length,
  };
}

/** Whether there is anything to see. */
export const isEmpty = ({ series }: Drawing): boolean =>
  series.every(({ points }) => points.every(({ cell, drawn }) => drawn === null && !cell?.suppressed));
