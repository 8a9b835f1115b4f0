import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { MetricDimension, MetricQueryInput } from '../generated/graphql.ts';
import { createMeasuring } from '../measuring/measuring.ts';
import { newestApplied } from '../projection/freshness.repository.ts';
import type { MetricDefinition } from './metric.ts';
import { requireDimensions, requireFilter, requireMetrics, requireMonths, requireTable } from './metric-input.ts';
import { scopeOf } from './metric-scope.ts';
import type { DimensionValue, MetricCell, MetricRow, MetricTable } from './metric-table.ts';
import { createPeopleFigures } from './people.ts';
import { type Period, periodsOf, requireSpan } from './period.ts';
import { standingsAsked } from './place.ts';
import { type Column, columnOf } from './shown.ts';

export type MetricQuery = ReturnType<typeof createMetricQuery>;

/** Answers tables of figures within the viewer's rights, without what would give few people away. */
export function createMetricQuery(foundation: Foundation) {
  const { kit, office } = foundation;
  const { measure } = createMeasuring(foundation);
  const measurePeople = createPeopleFigures(foundation);

  /**
   * Each figure costs at most three statements, and a composed one those of its parts, however many rows there are.
   * @throws BAD_USER_INPUT for what no figure offers, and for people by other periods than whole months, FORBIDDEN outside the viewer's posts, LIMIT_EXCEEDED for too many periods.
   */
  return async ({ viewer }: Pick<Request, 'viewer'>, input: MetricQueryInput): Promise<MetricTable> => {
    const metrics = requireMetrics(input.metrics);
    const by = requireDimensions(input.by, metrics);
    const only = requireFilter(input.where, metrics);
    const { limit } = requireTable(input);
    requireSpan(input.where, 'where.to');
    requireMonths(kit.clock.zone, input, metrics);
    const periods = periodsOf(kit.clock.zone, input.where.from, input.where.to, input.grain);
    const scope = await scopeOf(foundation, viewer, input.where);
    const asOf = input.asOf ?? kit.clock.now();
    const newest = await newestApplied(kit.db.read);
    const stand = standingsAsked(office.orgs.tree, scope, input.where, by);
    const columns = await Promise.all(
      metrics.map(async (metric) =>
        metric.people
          ? measurePeople(metric, { by, only, stand, periods, asOf })
          : columnOf(metric, await measure(metric, { ...scope, by, only, asOf, periods })),
      ),
    );
    const rows = rowsOf(metrics, columns, periods, by);
    const kept = inOrder(rows.filter(within(input)), input);
    return {
      columns: [
        { name: 'period', role: 'PERIOD', metric: null },
        ...by.map((name) => ({ name, role: 'DIMENSION' as const, metric: null })),
        ...metrics.map((metric) => ({ name: metric.name, role: 'VALUE' as const, metric })),
      ],
      rows: kept.slice(0, limit),
      totalRows: kept.length,
      truncated: kept.length > limit,
      asOf: input.asOf ?? newest ?? asOf,
    };
  };
}

/** One row for each period and position of which any figure knows something, by period and then by dimensions. */
function rowsOf(
  metrics: readonly MetricDefinition[],
  columns: readonly Column[],
  periods: readonly Period[],
  by: readonly MetricDimension[],
): MetricRow[] {
  const places = new Map(columns.flatMap(({ at }) => [...at].map(([key, { cell }]) => [key, cell] as const)));
  return [...places.entries()]
    .sort(([, a], [, b]) => a.period - b.period || compare(a.dims, b.dims))
    .map(([key, { period, dims }]) => ({
      period: periods[period] as Period,
      dims: dims.map((value, index) => dimensionOf(by[index] as MetricDimension, value)),
      cells: metrics.map((metric, index) => {
        const { at, elsewhere } = columns[index] as Column;
        return { metric: metric.name, ...(at.get(key)?.figure ?? elsewhere(period)) };
      }),
    }));
}

const dimensionOf = (dimension: MetricDimension, value: string | null): DimensionValue => ({
  dimension,
  value,
  org: dimension === 'ORG' && value !== null ? { id: value } : null,
});

/** Facts that name no value come last. */
function compare(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? null;
    if (value === other) continue;
    if (value === null || other === null) return value === null ? 1 : -1;
    return value < other ? -1 : 1;
  }
  return 0;
}

const valueIn = (cells: readonly MetricCell[], name: string): number | null =>
  cells.find(({ metric }) => metric === name)?.value ?? null;

const within =
  ({ having }: MetricQueryInput) =>
  ({ cells }: MetricRow): boolean =>
    (having ?? []).every(({ metric, gte, lt }) => {
      const value = valueIn(cells, metric);
      return value !== null && (gte == null || value >= gte) && (lt == null || value < lt);
    });

function inOrder(rows: MetricRow[], { orderBy }: MetricQueryInput): MetricRow[] {
  if (!orderBy) return rows;
  const sign = orderBy.descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [valueIn(a.cells, orderBy.metric), valueIn(b.cells, orderBy.metric)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
