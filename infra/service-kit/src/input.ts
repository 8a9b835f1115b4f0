import { badInput, badInputs, DomainError, type Message, type Problem } from './errors.ts';

/** C0 and C1 controls (NUL among them) except tab and line breaks, and halves of a surrogate pair. */
const unstorable = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
/** What no address holds as it is: blanks, controls, signs that turn text around, and what browsers read as something else. */
const notInUrl = /[\s\p{C}\p{Z}"<>\\^`{|}]/u;
const httpsAuthority = /^https:\/\/([^/?#]+)/i;
const longestUrl = 500;
/** Marks that turn the direction of what follows: a text reads otherwise than it is stored. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const lineBreaks = /[\t\n\r\u0085\u2028\u2029]/;
const visible = /[^\p{Cf}\p{DI}\p{Z}\s\u2800]/u;
/** Signs nobody sees, by which two names look alike; variants of a sign stay. */
const unseen = /(?!\p{M}|\u200c|\u200d|\u180e)[\p{Cf}\p{DI}\u2800]/u;
/** Joiners where there is nothing to join: they do in pictures, Arabic and Mongolian. */
const astray = /(?<![\p{Extended_Pictographic}\p{M}\p{sc=Arab}\p{sc=Mong}])(?:\u200c|\u200d|\u180e)/u;

/** What speaks against a text whatever its length, as `textOf` refuses it and an import rejects it; null when nothing does. */
export function faultOfText(text: string): Message | null {
  const code = unstorable.exec(text)?.[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  if (code !== undefined) return { en: `control character U+${code}`, zh: `含有控制字符 U+${code}` };
  if (turning.test(text)) return { en: 'a mark that turns the direction of writing', zh: '含有改变书写方向的字符' };
  return visible.test(text) ? null : { en: 'no visible character', zh: '没有可见字符' };
}

/** As `faultOfText`, of names, titles and numbers: one line without signs nobody sees. */
export function faultOfLine(text: string): Message | null {
  const fault = faultOfText(text);
  if (fault) return fault;
  if (lineBreaks.test(text)) return { en: 'more than one line', zh: '须为一行' };
  return unseen.test(text) || astray.test(text) ? { en: 'an invisible character', zh: '含有不可见字符' } : null;
}

/**
 * Text of 1 to `max` characters as people count them, trimmed. Line breaks and tabs stay; other control characters, half
 * surrogates, marks that turn the direction of writing and text without a single visible sign are refused: no engine
 * stores them alike, no reader sees them.
 */
export const textOf = (field: string, value: string | null | undefined, max: number): string =>
  written(field, value, max, faultOfText);

/** As `textOf`, on one line and without invisible characters: names, titles, numbers. */
export const lineOf = (field: string, value: string | null | undefined, max: number): string =>
  written(field, value, max, faultOfLine);

function written(
  field: string,
  value: string | null | undefined,
  max: number,
  faultOf: (text: string) => Message | null,
): string {
  const text = (value ?? '').trim();
  const length = text.length > 2 * max ? text.length : [...text].length;
  if (!visible.test(text) || length > max) {
    throw badInput(field, { en: `${field} has 1 to ${max} characters.`, zh: `${field} 须为 1 至 ${max} 个字符。` });
  }
  const fault = faultOf(text);
  if (fault) throw badInput(field, { en: `${field}: ${fault.en}.`, zh: `${field}：${fault.zh}。` });
  return text;
}

/** As `textOf`, but nothing given, or only blanks, is nothing. */
export const optionalText = (field: string, value: string | null | undefined, max: number): string | null =>
  value == null || value.trim() === '' ? null : textOf(field, value, max);

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
