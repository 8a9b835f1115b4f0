/** `OwnCountInput` of the shared contract. */
export interface CountAsked {
  readonly metric: string;
  readonly from: Date;
  readonly to: Date;
  readonly asOf: Date;
  readonly orgId?: string | null | undefined;
}

/** `OwnCount` of the shared contract. */
export interface OwnCount {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
}

export const countOf = (value: number): OwnCount => ({ numerator: value, denominator: null, value });

/** A share of what there is; null of nothing. */
export const rateOf = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  value: denominator === 0 ? null : numerator / denominator,
});
