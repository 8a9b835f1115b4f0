import type { Data } from '../../client.ts';

export type Ask = (query: string, variables: Record<string, unknown>) => Promise<Data>;

/** Whose figures, and as known at which moment. */
export interface Asked {
  readonly ask: Ask;
  /** The org at the head of the export: figures are its own and those of every unit below. */
  readonly orgId: string;
  readonly asOf: string | null;
  /** As people who read content, which who imports does not; none where nobody does. */
  readonly readers?: readonly Ask[];
}

/** `first: 100, after: $after` of a connection with `nodes`, until there is no more. */
export async function everyPage(
  ask: Ask,
  query: string,
  variables: Record<string, unknown>,
  connectionOf: (data: Data) => Data,
): Promise<Data[]> {
  const nodes: Data[] = [];
  for (let after: string | null = null; ; ) {
    const page: Data = connectionOf(await ask(query, { ...variables, after }));
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

/** To the four decimals of the expectation, whose halves went to the even neighbour. */
export function rounded(value: number | null): number | null {
  if (value === null) return null;
  const scaled = value * 10_000;
  const below = Math.floor(scaled);
  return (scaled - below === 0.5 ? below + (below % 2) : Math.round(scaled)) / 10_000;
}

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number | null;
}

export const share = ({ numerator, denominator }: Pick<Share, 'numerator' | 'denominator'>): Share => ({
  numerator,
  denominator,
  value: denominator === 0 ? null : rounded(numerator / denominator),
});

/** Entries of a list as one object, its keys in order. */
export const byKey = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
  Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));

const offsetHours = 8;

/** An instant as the office writes it: to the second, with the zone's offset. */
export function inOffice(instant: string): string {
  const local = new Date(Date.parse(instant) + offsetHours * 3_600_000);
  return `${local.toISOString().slice(0, 19)}+0${offsetHours}:00`;
}

export const inOfficeOrNull = (instant: string | null): string | null => (instant === null ? null : inOffice(instant));

export const ever = { from: '1970-01-01T00:00:00Z', to: '2200-01-01T00:00:00Z' };

const day = 86_400_000;

/** The days before the moment asked, or before tomorrow. */
export function periodBefore(asOf: string | null, days: number): { gte: string; lt: string } {
  const end = asOf === null ? Date.now() + day : Date.parse(asOf);
  return { gte: new Date(end - days * day).toISOString(), lt: new Date(end).toISOString() };
}
