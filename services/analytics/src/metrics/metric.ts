import type { Message } from '@chengqi/service-kit';
import type { MetricDimension, MetricKind } from '../generated/graphql.ts';

/**
 * Facts that a figure is made of, in SQL that both engines read alike. The fact is `f`, `:asOf` the moment known in
 * milliseconds. A fact belongs to the period in which its clock lies and counts once the clock has struck by `:asOf`.
 */
export interface Facts {
  readonly table: string;
  /** Further tables, joined to `f`. */
  readonly join?: string;
  /** Column of `f`. */
  readonly clock: string;
  /** Which facts count. */
  readonly where?: string;
  /** Columns of the dimensions where they are not `f`'s own. */
  readonly dimensions?: Partial<Record<MetricDimension, string>>;
  /** `foreseen`: facts count before their clock strikes. `standing`: a fact counts in every period that ends after it. */
  readonly timing?: 'foreseen' | 'standing';
}

/** Sums over facts: a count, a rate or a mean; additive, so that days add up to periods. */
export interface Tally {
  readonly of: 'tally';
  readonly facts: Facts;
  /** Summed over the facts. */
  readonly numerator: string;
  /** Summed for the denominator, above 0 for each fact that counts; null where the value is the numerator alone. */
  readonly over: string | null;
  /** How much of the numerator is one unit of the value; such a figure is not counted ahead, where all sums are values. */
  readonly unit?: number;
  /** People behind a fact, where they are not what the denominator sums. */
  readonly people?: string;
  /** All moments of `f` that the sums depend on; given where days may be counted ahead. */
  readonly moments?: readonly string[];
}

/** A percentile of spans of time by nearest rank, exact. */
export interface Spread {
  readonly of: 'spread';
  readonly facts: Facts;
  /** Milliseconds. */
  readonly span: string;
  /** Milliseconds in one unit of the value. */
  readonly unit: number;
  readonly percent: number;
}

/** Minutes that published rosters promise and no shift covers. */
export interface Gaps {
  readonly of: 'gaps';
}

/** A figure made of others, cell by cell; a part without facts is null. */
export interface Composed {
  readonly of: 'composed';
  readonly parts: readonly Measure[];
  readonly value: (parts: readonly (number | null)[]) => number | null;
}

export type Measure = Tally | Spread | Gaps | Composed;

/** What the catalogue says of a figure (DOMAIN 8). */
export interface ListedMetric {
  /** Its name for good. */
  readonly name: string;
  readonly labelEn: string;
  readonly labelZh: string;
  /** What the value counts in. */
  readonly unit: '1' | 'share' | 'h' | 'd' | 'min' | 'points';
  readonly kind: MetricKind;
  /** The formula in words, with the moment that puts a fact into a period. */
  readonly definition: string;
  /** The same in Chinese. */
  readonly definitionZh: string;
  readonly dimensions: readonly MetricDimension[];
  /** The service that can count it from its own rows; null when the facts have several owners. */
  readonly owner: MetricOwner | null;
  /** It tells of people: by whole months that are over, and hidden under five of them. */
  readonly people: boolean;
}

/** A figure of the catalogue, defined once. */
export interface MetricDefinition extends ListedMetric {
  /**
   * For figures of people: months after its own in which a fact is waited for; none when left out. A month is told once
   * they are over, as it was known then.
   */
  readonly settledAfter?: number;
  readonly measure: Measure;
}

/** A figure that nothing feeds: it is listed with the reason, and has no value that could be asked. */
export interface UnfedMetric extends ListedMetric {
  readonly why: Message;
}

export type MetricOwner = 'documents' | 'meetings' | 'supervision' | 'security' | 'reception';

/** What is known of a figure at one place and period. */
export interface Figure {
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly value: number | null;
  /** How many people stand behind it. */
  readonly people: number;
}

/** How many. */
export const count = (
  facts: Facts,
  { sum = '1', moments }: { sum?: string; moments?: readonly string[] } = {},
): Tally => ({
  of: 'tally',
  facts,
  numerator: sum,
  over: null,
  ...(moments && { moments: [facts.clock, ...moments] }),
});

/** The share of the facts that meet the condition. */
export const rate = (facts: Facts, met: string, moments?: readonly string[]): Tally => ({
  of: 'tally',
  facts,
  numerator: `CASE WHEN ${met} THEN 1 ELSE 0 END`,
  over: '1',
  ...(moments && { moments: [facts.clock, ...moments] }),
});

/** One sum over another of the same facts; facts without any of the whole do not count. */
export const ratio = (facts: Facts, part: string, whole: string, moments: readonly string[]): Tally => ({
  of: 'tally',
  facts: { ...facts, where: [...(facts.where ? [facts.where] : []), `${whole} > 0`].join(' AND ') },
  numerator: part,
  over: whole,
  moments: [facts.clock, ...moments],
});

/** A sum of milliseconds, or of milliseconds times something, in hours. */
export const hoursOf = (facts: Facts, milliseconds: string): Tally => ({
  of: 'tally',
  facts,
  numerator: milliseconds,
  over: null,
  unit: hours,
});

/** The mean of an expression over the facts. */
export const mean = (facts: Facts, of: string, { people }: { people?: string } = {}): Tally => ({
  of: 'tally',
  facts,
  numerator: of,
  over: '1',
  ...(people && { people }),
});

export const hours = 3_600_000;
export const days = 86_400_000;

export const spread = (facts: Facts, span: string, unit: number, percent: number): Spread => ({
  of: 'spread',
  facts,
  span,
  unit,
  percent,
});
