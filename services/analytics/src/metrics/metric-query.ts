import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { MetricDimension, MetricQueryInput } from '../generated/graphql.ts';
import { type Cell, keyOf } from '../measuring/cut.repository.ts';
import { type Asked, createMeasuring } from '../measuring/measuring.ts';
import { newestApplied } from '../projection/freshness.repository.ts';
import type { MetricDefinition } from './metric.ts';
import { nothing } from './metric-count.ts';
import { requireDimensions, requireFilter, requireMetrics, requireTable } from './metric-input.ts';
import { type OrgsAsked, scopeOf } from './metric-scope.ts';
import type { DimensionValue, MetricCell, MetricRow, MetricTable, ShownFigure } from './metric-table.ts';
import { neighbourhoodOf } from './neighbourhood.ts';
import { type Period, periodsOf, requireSpan } from './period.ts';
import { hidden, showAll, shown } from './shown.ts';

export type MetricQuery = ReturnType<typeof createMetricQuery>;

/** Answers tables of figures within the viewer's rights, without what would give few people away. */
export function createMetricQuery(foundation: Foundation) {
  const { kit, office } = foundation;
  const { measure } = createMeasuring(foundation);

  /** Places of the answer that would give away few people beside it; as many statements again as the figure itself. */
  async function withheldAmongNeighbours(
    metric: MetricDefinition,
    asked: Asked,
    where: OrgsAsked,
  ): Promise<Set<string>> {
    const wider = neighbourhoodOf(office.orgs.tree, asked, where);
    if (wider === null) return new Set();
    const { keyIn, ...cut } = wider;
    const cells = await measure(metric, { ...asked, unowned: false, ...cut });
    const shownOrNot = showAll(metric, cells, cut.by, office.orgs.tree);
    return new Set([...shownOrNot].flatMap(([cell, { suppressed }]) => (suppressed ? (keyIn(cell) ?? []) : [])));
  }

  /**
   * Each figure costs at most three statements, a composed one those of its parts, and one of people as many again,
   * however many rows there are.
   * @throws BAD_USER_INPUT for what no figure offers, FORBIDDEN outside the viewer's posts, LIMIT_EXCEEDED for too many periods.
   */
  return async ({ viewer }: Pick<Request, 'viewer'>, input: MetricQueryInput): Promise<MetricTable> => {
    const metrics = requireMetrics(input.metrics);
    const by = requireDimensions(input.by, metrics);
    const only = requireFilter(input.where, metrics);
    const { limit } = requireTable(input);
    requireSpan(input.where, 'where.to');
    const periods = periodsOf(kit.clock.zone, input.where.from, input.where.to, input.grain);
    const scope = await scopeOf(foundation, viewer, input.where);
    const asOf = input.asOf ?? kit.clock.now();
    const asked = { ...scope, by, only, asOf, periods };
    const newest = await newestApplied(kit.db.read);
    const columns = await Promise.all(
      metrics.map(async (metric) => {
        const figures = figuresOf(metric, await measure(metric, asked), by, office.orgs.tree);
        return metric.people ? hiding(figures, await withheldAmongNeighbours(metric, asked, input.where)) : figures;
      }),
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

interface Placed {
  readonly cell: Cell;
  readonly figure: ShownFigure;
}

const figuresOf = (
  metric: MetricDefinition,
  cells: readonly Cell[],
  by: readonly MetricDimension[],
  tree: Parameters<typeof showAll>[3],
): Map<string, Placed> =>
  new Map([...showAll(metric, cells, by, tree)].map(([cell, figure]) => [keyOf(cell), { cell, figure }]));

const hiding = (figures: ReadonlyMap<string, Placed>, withheld: ReadonlySet<string>): Map<string, Placed> =>
  new Map([...figures].map(([key, { cell, figure }]) => [key, { cell, figure: withheld.has(key) ? hidden : figure }]));

/** One row for each period and position of which any figure knows something, by period and then by dimensions. */
function rowsOf(
  metrics: readonly MetricDefinition[],
  columns: readonly ReadonlyMap<string, Placed>[],
  periods: readonly Period[],
  by: readonly MetricDimension[],
): MetricRow[] {
  const places = new Map(columns.flatMap((column) => [...column].map(([key, { cell }]) => [key, cell] as const)));
  return [...places.entries()]
    .sort(([, a], [, b]) => a.period - b.period || compare(a.dims, b.dims))
    .map(([key, { period, dims }]) => ({
      period: periods[period] as Period,
      dims: dims.map((value, index) => dimensionOf(by[index] as MetricDimension, value)),
      cells: metrics.map((metric, index) => {
        const figure = columns[index]?.get(key)?.figure ?? shown(nothing(metric));
        return { metric: metric.name, ...figure };
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
