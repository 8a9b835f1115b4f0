import { badInput, badInputs, DomainError, type Problem } from './errors.ts';

/** C0 and C1 controls (NUL among them) except tab and line breaks, and halves of a surrogate pair. */
const unstorable = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
const lineBreaks = /[\t\n\r\u2028\u2029]/;
/** What no address holds as it is: blanks, controls, signs that turn text around, and what browsers read as something else. */
const notInUrl = /[\s\p{C}\p{Z}"<>\\^`{|}]/u;
const httpsAuthority = /^https:\/\/([^/?#]+)/i;
const longestUrl = 500;
const visible = /[^\p{Cf}\p{Z}\s]/u;

/**
 * Text of 1 to `max` characters as people count them, trimmed. Line breaks and tabs stay; other control characters, half
 * surrogates and text without a single visible sign are refused: no engine stores them alike, no reader sees them.
 */
export function textOf(field: string, value: string | null | undefined, max: number): string {
  const text = (value ?? '').trim();
  const length = text.length > 2 * max ? text.length : [...text].length;
  if (!visible.test(text) || length > max) {
    throw badInput(field, { en: `${field} has 1 to ${max} characters.`, zh: `${field} 须为 1 至 ${max} 个字符。` });
  }
  if (unstorable.test(text)) {
    throw badInput(field, { en: `${field} contains control characters.`, zh: `${field} 含有控制字符。` });
  }
  return text;
}

/** As `textOf`, but nothing given, or only blanks, is nothing. */
export const optionalText = (field: string, value: string | null | undefined, max: number): string | null =>
  value == null || value.trim() === '' ? null : textOf(field, value, max);

/** As `textOf`, on one line: names, titles, numbers. */
export function lineOf(field: string, value: string | null | undefined, max: number): string {
  const text = textOf(field, value, max);
  if (lineBreaks.test(text)) throw badInput(field, { en: `${field} is one line.`, zh: `${field} 须为一行。` });
  return text;
}

/** As `lineOf`, but nothing given, or only blanks, is nothing. */
export const optionalLine = (field: string, value: string | null | undefined, max: number): string | null =>
  value == null || value.trim() === '' ? null : lineOf(field, value, max);

/** A whole number from `min` to `max`, both allowed. */
export function numberOf(field: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw badInput(field, { en: `${field} is ${min} to ${max}.`, zh: `${field} 须在 ${min} 至 ${max} 之间。` });
  }
  return value;
}

/** Each id once, in the order given; at most `max` of them. */
export function idsOf(field: string, ids: readonly string[] | null | undefined, max: number): string[] {
  return eachOf(field, [...new Set(ids ?? [])], { max }, (id) => id);
}

/**
 * Reads every field of an input, so that a person hears of all that is wrong at once: `{ title: () => lineOf(…), … }`.
 * @throws DomainError BAD_USER_INPUT with every problem, the first one in `field`; any other refusal at once
 */
export function fieldsOf<T extends Record<string, () => unknown>>(readers: T): { [K in keyof T]: ReturnType<T[K]> } {
  const names = Object.keys(readers);
  const values = readAll(Object.values(readers));
  return Object.fromEntries(names.map((name, at) => [name, values[at]])) as { [K in keyof T]: ReturnType<T[K]> };
}

/**
 * The entries of a list; `read` gets the path of each, such as `agenda.1`.
 * @throws DomainError BAD_USER_INPUT with the problems of all entries
 */
export function eachOf<T, R>(
  field: string,
  list: readonly T[] | null | undefined,
  { min = 0, max }: { readonly min?: number; readonly max: number },
  read: (entry: T, path: string) => R,
): R[] {
  const given = list ?? [];
  if (given.length < min || given.length > max) {
    throw badInput(field, { en: `${field} has ${min} to ${max} entries.`, zh: `${field} 须为 ${min} 至 ${max} 项。` });
  }
  return readAll(given.map((entry, at) => () => read(entry, `${field}.${at}`)));
}

function readAll<R>(readers: readonly (() => R)[]): R[] {
  const problems: Problem[] = [];
  const values = readers.flatMap((read) => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof DomainError) || error.problems.length === 0) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw badInputs(problems);
  return values;
}

/** A half-open span that is not empty; `field` is that of its end. */
export function spanOf(field: string, start: Date, end: Date): { start: Date; end: Date } {
  if (start.getTime() < end.getTime()) return { start, end };
  throw badInput(field, { en: 'The end is after the start.', zh: '结束时间须晚于开始时间。' });
}

/** The digest of a file that is kept elsewhere; one spelling only, so that digests compare as text. */
export function sha256Of(field: string, value: string): string {
  if (/^[0-9a-f]{64}$/.test(value)) return value;
  throw badInput(field, { en: `${field} is 64 lower-case hex digits.`, zh: `${field} 须为 64 位小写十六进制。` });
}

/**
 * An absolute https address as it was given, for links that people follow: no other scheme, no user or password in it,
 * at most 500 characters.
 */
export function httpsUrlOf(field: string, value: string | null | undefined): string {
  const url = lineOf(field, value, longestUrl);
  const authority = httpsAuthority.exec(url)?.[1];
  if (authority !== undefined && !authority.includes('@') && !notInUrl.test(url) && URL.canParse(url)) return url;
  throw badInput(field, {
    en: `${field} is a complete https address without user or password.`,
    zh: `${field} 须为完整的 https 网址，且不含用户名和密码。`,
  });
}

/** As `httpsUrlOf`, but nothing given, or only blanks, is nothing. */
export const optionalHttpsUrl = (field: string, value: string | null | undefined): string | null =>
  value == null || value.trim() === '' ? null : httpsUrlOf(field, value);
