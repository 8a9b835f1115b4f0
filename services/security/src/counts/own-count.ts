/** `OwnCount` of the shared contract. */
export interface OwnCount {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
}

export interface OwnCountQuestion {
  readonly metric: string;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  readonly orgId?: string | null | undefined;
}

export type Counter = (question: OwnCountQuestion) => Promise<OwnCount>;

export const countOf = (count: number): OwnCount => ({ numerator: count, denominator: null, value: count });

export const rateOf = (numerator: number, denominator: number): OwnCount => ({
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
