import { badInput } from './errors.ts';

/** C0 and C1 controls (NUL among them) except tab and line breaks, and halves of a surrogate pair. */
const unstorable = /[^\P{Cc}\t\n\r]|\p{Cs}/u;
const lineBreaks = /[\t\n\r\u2028\u2029]/;
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
  const unique = [...new Set(ids ?? [])];
  numberOf(field, unique.length, 0, max);
  return unique;
}

/** The digest of a file that is kept elsewhere; one spelling only, so that digests compare as text. */
export function sha256Of(field: string, value: string): string {
  if (/^[0-9a-f]{64}$/.test(value)) return value;
  throw badInput(field, { en: `${field} is 64 lower-case hex digits.`, zh: `${field} 须为 64 位小写十六进制。` });
}
