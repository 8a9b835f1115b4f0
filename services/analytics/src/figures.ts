import type { Foundation } from '@chengqi/office-kernel';
import { createMetricAnswer } from './metrics/metric-answer.repository.ts';
import { createMetricQuery } from './metrics/metric-query.ts';
import { createFourPoints } from './points/four-points.ts';
import { createReconcile } from './reconcile/reconcile.ts';
import { createScorecards } from './scorecard/scorecard.ts';
import { createEarlyWarnings } from './warnings/warning.repository.ts';

export type Figures = ReturnType<typeof createFigures>;

/** What this service answers. */
export function createFigures(foundation: Foundation) {
  const metricQuery = createMetricQuery(foundation);
  return {
    metricQuery,
    metricAnswer: createMetricAnswer(foundation, metricQuery),
    fourPoints: createFourPoints(foundation, metricQuery),
    scorecard: createScorecards(foundation),
    reconcile: createReconcile(foundation),
    ...createEarlyWarnings(foundation),
  };
}
