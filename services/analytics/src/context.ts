import type { Office } from '@chengqi/office-kernel';
import type { Request, ServiceKit } from '@chengqi/service-kit';
import type { Loaders } from './loaders.ts';
import type { MetricAnswering } from './metrics/metric-answer.ts';
import type { MetricQuery } from './metrics/metric-query.ts';
import type { Reconciling } from './reconcile/reconcile.ts';
import type { Scorecards } from './scorecard/scorecard.ts';

/** What every slice is made from. */
export interface Foundation {
  readonly kit: ServiceKit;
  readonly office: Office;
}

/** What a resolver may see. */
export interface Context extends Request, Foundation {
  readonly loaders: Loaders;
  readonly metricQuery: MetricQuery;
  readonly metricAnswer: MetricAnswering;
  readonly scorecard: Scorecards;
  readonly reconcile: Reconciling;
}
