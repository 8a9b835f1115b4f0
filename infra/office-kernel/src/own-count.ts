import { badInput } from '@chengqi/service-kit';

/** `OwnCount` of the shared contract. */
export interface OwnCount {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
}

/** `OwnCountInput` of the shared contract. */
export interface OwnCountAsked {
  readonly metric: string;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  readonly orgId?: string | null | undefined;
}

export type OwnCounter = (asked: OwnCountAsked) => Promise<OwnCount>;

/** How an owner counts each figure from its own rows. */
export type OwnCounters = Readonly<Record<string, OwnCounter>>;

/** @throws BAD_USER_INPUT for a figure that is not counted here. */
export function ownCount(counters: OwnCounters, asked: OwnCountAsked): Promise<OwnCount> {
  const counter = Object.hasOwn(counters, asked.metric) ? counters[asked.metric] : undefined;
  if (!counter) throw badInput('metric', { en: 'Not counted here.', zh: '本服务不统计该指标。' });
  return counter(asked);
}

export const countOf = (count: number): OwnCount => ({ numerator: count, denominator: null, value: count });

/** A share of what there is; null of nothing. */
export const rateOf = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  value: denominator === 0 ? null : numerator / denominator,
});

/** The nearest-rank percentile: the smallest value that at least `share` of all do not exceed. */
export function percentileOf(values: readonly number[], share: number): OwnCount {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return { numerator: null, denominator: null, value };
}
