import { faultOfLine, faultOfText } from '@chengqi/service-kit';
import { type Cleaned, clean, isFault, type Note, quarantine, reject } from './cleaned.ts';
import { bareCode, evenBrackets, foldWidth, halfWidth, hasStrangeDigit, trimmed, yearBrackets } from './codes.ts';
import { coverNumbers } from './cover-numbers.ts';
import { partsOf } from './parts.ts';

const spaces = 'trim ordinary, no-break and ideographic spaces';
/**
 * A code, a key or a number of a document, folded as `foldedCode` does it, on one line. Signs that look like digits or
 * stand for a footnote are refused; what a spreadsheet made a number of may have lost its zeros.
 */
export function cleanCode(written: string, { max }: { max: number }): Cleaned<string> {
  const notes: Note[] = [];
  const step = (before: string, after: string, reason: string): string => {
    if (before !== after) notes.push({ reason, changed: true });
    return after;
  };
  const bare = step(written, bareCode(written), spaces);
  const digits = step(bare, halfWidth(bare), 'full-width digits are digits');
  const dated = step(digits, yearBrackets(digits), 'brackets of a document number are U+3014/U+3015');
  const text = step(dated, evenBrackets(dated), 'brackets of a code are as wide as its signs');
  const fault = faultOfLine(text);
  if (fault) return reject(fault.en);
  if (hasStrangeDigit(text)) return reject('a sign that is no plain digit');
  if (calculated.test(text)) return quarantine('a code that a spreadsheet took for a number');
  return text.length > max ? reject(`longer than ${max} characters`) : { value: text, text, notes };
}

const calculated = /^\d+(?:\.0+|\.\d+e\+\d+|e\+\d+)$/i;

const formula = /^(?:[=@＝＠]|[+\-＋－](?=\s*[=@("'\w])(?![\d\s.,-]*$))/;
const markup = /<\/?[a-z!][^<>]*>|<[a-z][^<>]*\son\w+\s*=/i;

/** Signs that a spreadsheet or a browser would act on; they are stored as the plain text they are. */
function payloads(text: string): Note[] {
  const notes: Note[] = [];
  if (formula.test(text))
    notes.push({ reason: 'a formula is stored as plain text; neutralise it when exported', changed: false });
  if (markup.test(text)) notes.push({ reason: 'markup is stored as plain text; never rendered', changed: false });
  return notes;
}

/** Free text of one line or several: numbers of people are masked. Length counts characters as people do. */
export function cleanText(written: string, { max }: { max: number }): Cleaned<string> {
  const bare = trimmed(written);
  const text = coverNumbers(bare);
  const masked: Note[] = text === bare ? [] : [{ reason: 'telephone numbers in free text are masked', changed: true }];
  const fault = faultOfText(bare);
  return fault ? reject(fault.en) : bounded(written, bare, text, max, masked);
}

/** A title or a name: one line of content, nothing masked. */
export function cleanTitle(written: string, { max }: { max: number }): Cleaned<string> {
  const bare = trimmed(written);
  const fault = faultOfLine(bare);
  return fault ? reject(fault.en) : bounded(written, bare, bare, max, []);
}

function bounded(written: string, bare: string, text: string, max: number, notes: readonly Note[]): Cleaned<string> {
  if ([...text].length > max) return reject(`longer than ${max} characters`);
  const trims: Note[] = written === bare ? [] : [{ reason: spaces, changed: true }];
  return { value: text, text, notes: [...trims, ...notes, ...payloads(text)] };
}

/** Values joined by `;`; other separators of lists are taken for it, empty values dropped, repeated ones kept once. */
export function cleanList(written: string, { max }: { max: number }): Cleaned<string[]> {
  const apart = partsOf(written, /[;；]/);
  const parts = (apart.length > 1 ? apart : partsOf(written, /[、，,|]/)).filter((part) => trimmed(part) !== '');
  const values: string[] = [];
  for (const part of parts) {
    const cleaned = cleanCode(part, { max });
    if (isFault(cleaned)) return cleaned;
    values.push(cleaned.value);
  }
  return clean([...new Set(values)], written, values.join(';'), 'values of a list are joined by ;');
}

/** One of the allowed values; letter case, width and the known words for them do not matter. */
export function cleanChoice<V extends string>(
  written: string,
  values: readonly V[],
  words: Readonly<Record<string, V>>,
): Cleaned<V> {
  const asked = foldWidth(trimmed(written));
  const word = asked.toLowerCase();
  const found =
    values.find((value) => value === asked) ??
    (/^[!-~]+$/.test(asked) ? values.find((value) => value === asked.toUpperCase()) : undefined) ??
    (Object.hasOwn(words, word) ? words[word] : undefined);
  return found === undefined
    ? reject('not an allowed value')
    : clean(found, written, found, 'the allowed value in other words');
}

export const yesNoWords: Readonly<Record<string, 'Y' | 'N'>> = {
  是: 'Y',
  否: 'N',
  有: 'Y',
  无: 'N',
  对: 'Y',
  错: 'N',
  '√': 'Y',
  '✓': 'Y',
  '×': 'N',
  yes: 'Y',
  no: 'N',
  true: 'Y',
  false: 'N',
  '1': 'Y',
  '0': 'N',
};

export const levelWords = {
  公开: 'PUBLIC',
  内部: 'INTERNAL',
  工作秘密: 'WORK_SECRET',
  秘密: 'CONFIDENTIAL',
  机密: 'SECRET',
  绝密: 'TOP_SECRET',
} as const;
