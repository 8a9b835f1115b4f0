import type { Foundation } from '@chengqi/office-kernel';
import { type Request, refusal } from '@chengqi/service-kit';
import { Between } from 'typeorm';
import type { QueryMetricArgs } from '../generated/graphql.ts';
import { newestApplied } from '../projection/freshness.repository.ts';
import { RestatementEntity } from '../projection/rollup-day.ts';
import { metricNamed } from './catalogue.ts';
import type { MetricDefinition } from './metric.ts';
import { nothing } from './metric-count.ts';
import type { MetricQuery } from './metric-query.ts';
import type { DimensionValue, MetricTable, ShownFigure } from './metric-table.ts';
import { type Period, periodsOf } from './period.ts';
import { shown } from './shown.ts';

export interface MetricPoint extends ShownFigure {
  readonly period: Period;
  readonly dims: readonly DimensionValue[];
}

/** One figure and how fresh it is. */
export interface MetricAnswer {
  readonly metric: MetricDefinition;
  readonly points: readonly MetricPoint[];
  readonly total: MetricPoint;
  readonly restatements: readonly { readonly day: string; readonly at: Date }[];
  readonly asOf: Date;
}

export type MetricAnswering = ReturnType<typeof createMetricAnswer>;

const mostPoints = 10_000;
const mostRestatements = 100;

/** Answers one figure: its points, the value over all of them, and the days that late facts changed. */
export function createMetricAnswer({ kit, office }: Foundation, query: MetricQuery) {
  async function restatementsOf(metric: string, from: Date, to: Date) {
    const { dayOf, lastDayOf } = await office.calendar.days();
    const rows = await kit.db.read.getRepository(RestatementEntity).find({
      where: { metric, day: Between(dayOf(from), lastDayOf(to)) },
      order: { restatedAt: 'DESC', day: 'DESC' },
      take: mostRestatements,
    });
    return rows.map(({ day, restatedAt }) => ({ day, at: new Date(restatedAt) }));
  }

  /** @throws as the table of figures does, and LIMIT_EXCEEDED for more than 10 000 points. */
  return async (
    request: Pick<Request, 'viewer'>,
    { name, where, by, grain, asOf }: QueryMetricArgs,
  ): Promise<MetricAnswer> => {
    const metric = metricNamed(name);
    // Both sides of one answer are of the same moment, also when none was named.
    const known = asOf ?? kit.clock.now();
    const [table, whole, restatements, newest] = await Promise.all([
      query(request, { metrics: [name], where, by: by ?? null, grain: grain ?? null, asOf: known, limit: mostPoints }),
      query(request, { metrics: [name], where, asOf: known }),
      restatementsOf(name, where.from, where.to),
      newestApplied(kit.db.read),
    ]);
    if (table.truncated) throw tooMany();
    const [period] = periodsOf(kit.clock.zone, where.from, where.to, null);
    const [total] = pointsOf(whole);
    return {
      metric,
      points: pointsOf(table),
      total: total ?? { period: period as Period, dims: [], ...shown(nothing(metric)) },
      restatements,
      asOf: asOf ?? newest ?? known,
    };
  };
}

const pointsOf = ({ rows }: MetricTable): MetricPoint[] =>
  rows.flatMap(({ period, dims, cells }) => cells.map(({ metric: _, ...figure }) => ({ period, dims, ...figure })));

const tooMany = () =>
  refusal('LIMIT_EXCEEDED', {
    en: `More than ${mostPoints} points; ask for fewer dimensions or longer periods.`,
    zh: `数据点超过 ${mostPoints} 个，请减少维度或加大粒度。`,
  });
