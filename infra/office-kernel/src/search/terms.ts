/** A run of signs of one script in a text, folded as words are compared, and where it stands in the text as written. */
interface Run {
  readonly text: string;
  readonly han: boolean;
  /** Where each UTF-16 unit of the folded run comes from. */
  readonly spans: readonly Span[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A term and where it stands in the text as written: UTF-16 offsets, the end exclusive. */
export interface Occurrence extends Span {
  readonly term: string;
}

const runs = /\p{Script=Han}+|[[\p{L}\p{N}\p{M}]--\p{Script=Han}]+/gv;
const han = /^\p{Script=Han}/u;
/** A sign with the marks on it: width, case and composition are folded for each, so that places are known. */
const signs = /\P{M}\p{M}*|\p{M}+/gu;
/** Characters; longer words are known by their beginning. */
const longestWord = 32;
/** What is kept of one thing; of a longer text only the beginning is found. */
const mostTerms = 1000;

/** All widths and cases of a text become one: NFKC in lower case. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Runs of Han characters, and words of other letters and digits; between them stands what is neither. */
export function runsOf(text: string): Run[] {
  let whole = '';
  const spans: Span[] = [];
  for (const { 0: sign, index: start } of text.matchAll(signs)) {
    const plain = folded(sign);
    whole += plain;
    for (let unit = 0; unit < plain.length; unit += 1) spans.push({ start, end: start + sign.length });
  }
  return [...whole.matchAll(runs)].map(({ 0: run, index }) => ({
    text: run,
    han: han.test(run),
    spans: spans.slice(index, index + run.length),
  }));
}

/** Overlapping pairs of a Han run, or the whole word: a Han character that stands alone is one, too. */
export function occurrencesIn({ text, han, spans }: Run): Occurrence[] {
  const characters = [...text];
  const at = (from: number, term: string): Occurrence => ({
    term,
    start: spans[from]?.start ?? 0,
    end: spans[from + term.length - 1]?.end ?? 0,
  });
  if (!han || characters.length === 1) return [{ ...at(0, text), term: characters.slice(0, longestWord).join('') }];
  let from = 0;
  return characters.slice(1).map((second, index) => {
    const first = characters[index] ?? '';
    const pair = at(from, first + second);
    from += first.length;
    return pair;
  });
}

/** By what a thing with these texts is found: each term once, in the order of the texts, at most 1,000. */
export function termsOf(texts: readonly (string | null)[]): Set<string> {
  const terms = new Set<string>();
  for (const text of texts) {
    for (const run of text === null ? [] : runsOf(text)) {
      for (const { term } of occurrencesIn(run)) {
        if (terms.size === mostTerms) return terms;
        terms.add(term);
      }
    }
  }
  return terms;
}
