import type { Foundation } from '@chengqi/office-kernel';
import { createMeasuring } from '../measuring/measuring.ts';
import type { MetricDefinition } from './metric.ts';

export interface CountAsked {
  readonly from: Date;
  readonly to: Date;
  /** Exactly this organisation; null for all facts, also those that belong to none. */
  readonly orgId: string | null;
  readonly asOf: Date;
}

export interface MetricCount {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
}

/** One figure without regard to the viewer, to be compared with its owner's. */
export function createMetricCount(foundation: Foundation) {
  const { measure } = createMeasuring(foundation);
  return async (metric: MetricDefinition, { from, to, orgId, asOf }: CountAsked): Promise<MetricCount> => {
    const scope = { orgs: orgId === null ? null : [orgId], unowned: orgId === null };
    const [cell] = await measure(metric, { ...scope, by: [], only: {}, asOf, periods: [{ from, to }] });
    return cell ?? nothing(metric);
  };
}

/** A count of nothing is 0; a share or a span of nothing is nothing. */
export const nothing = ({ kind, measure }: MetricDefinition): MetricCount => {
  if (kind === 'COUNT') return { numerator: 0, denominator: null, value: 0 };
  return measure.of === 'tally'
    ? { numerator: 0, denominator: 0, value: null }
    : { numerator: null, denominator: measure.of === 'spread' ? 0 : null, value: null };
};
