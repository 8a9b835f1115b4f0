import type { Highlight, HighlightPart } from '@chengqi/service-kit';
import { type Occurrence, occurrencesIn, runsOf } from './terms.ts';

/** The texts of a thing by which it is found, by the names of their fields in the contract. */
export type SearchTexts = Readonly<Record<string, string | null>>;

/** Characters that are shown of a long text, and before what was found first in it. */
const shown = 160;
const before = 40;

/** Where the terms stand in these texts; texts without any of them are left out. */
export function highlightsOf(texts: SearchTexts, terms: ReadonlySet<string>): Highlight[] {
  return Object.entries(texts).flatMap(([field, text]) => {
    const found = text === null ? [] : runsOf(text).flatMap(occurrencesIn);
    const places = joined(found.filter(({ term }) => terms.has(term)));
    return text === null || places.length === 0 ? [] : [{ field, parts: partsOf(text, places) }];
  });
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Overlapping and touching places are one: the pairs of a word show as the word. */
function joined(occurrences: readonly Occurrence[]): Place[] {
  const places: Place[] = [];
  for (const { start, end } of occurrences) {
    const last = places.at(-1);
    if (last && start <= last.end) places[places.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else places.push({ start, end });
  }
  return places;
}

function partsOf(text: string, places: readonly Place[]): HighlightPart[] {
  const window = windowOn(text, places[0]?.start ?? 0);
  const parts: HighlightPart[] = [];
  let from = window.start;
  const take = (to: number, found: boolean) => {
    if (to > from) parts.push({ text: text.slice(from, to), found });
    from = Math.max(from, to);
  };
  for (const { start, end } of places) {
    if (start >= window.end) break;
    take(start, false);
    take(Math.min(end, window.end), true);
  }
  take(window.end, false);
  return [
    ...(window.start > 0 ? [{ text: '…', found: false }] : []),
    ...parts,
    ...(window.end < text.length ? [{ text: '…', found: false }] : []),
  ];
}

/** The whole of a short text, else what stands around its first place; no character is cut in two. */
function windowOn(text: string, first: number): Place {
  if (text.length <= shown) return { start: 0, end: text.length };
  const start = Math.max(0, Math.min(first - before, text.length - shown));
  return { start: whole(text, start), end: whole(text, Math.min(text.length, start + shown)) };
}

const whole = (text: string, at: number): number => (/^[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at);
