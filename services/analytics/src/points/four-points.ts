import type { Foundation } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { QueryFourPointsArgs } from '../generated/graphql.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import { nothing } from '../metrics/metric-count.ts';
import type { MetricQuery } from '../metrics/metric-query.ts';
import { requireSpan } from '../metrics/period.ts';
import { shown } from '../metrics/shown.ts';
import { type MeasuredPoint, points } from './point.ts';

/** The four points of a unit and a period, each with the figures that measure it. */
export function createFourPoints({ kit }: Foundation, query: MetricQuery) {
  /** @throws BAD_USER_INPUT for a period that ends before it begins, FORBIDDEN outside the viewer's posts */
  return (
    request: Pick<Request, 'viewer'>,
    { orgId, from, to, asOf }: QueryFourPointsArgs,
  ): Promise<MeasuredPoint[]> => {
    requireSpan({ from, to });
    const where = { orgId, from, to };
    const known = asOf ?? kit.clock.now();
    return Promise.all(
      points.map(async ({ kind, metrics, membersOf }) => {
        const { rows } = await query(request, { metrics, where, asOf: known });
        const none = metrics.map((metric) => ({ metric, ...shown(nothing(metricNamed(metric))) }));
        return { kind, measures: rows[0]?.cells ?? none, membersOf, where, asOf: known };
      }),
    );
  };
}
