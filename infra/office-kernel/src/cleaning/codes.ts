import { badInput, lineOf } from '@chengqi/service-kit';

const invisible = /[\u200b-\u200d\u2060\ufeff]/g;

/** Without spaces at its ends, whichever kind they are. */
export const trimmed = (written: string): string =>
  written.replace(/^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/gu, '');

const ascii = (sign: string): string => String.fromCharCode(sign.charCodeAt(0) - 0xfee0);

/**
 * Full-width signs as plain ones, and nothing else: `①`, `²` and `½` are no digits, whatever Unicode folds them into.
 */
export const foldWidth = (text: string): string => text.replace(/[\uff01-\uff5e]/g, ascii).replaceAll('\u3000', ' ');

/** Without spaces around and the invisible characters that copying leaves behind. */
export const bareCode = (written: string): string => trimmed(written).replace(invisible, '');

/** Letters, digits and the signs that join them are plain; Chinese punctuation is as wide as it is written. */
export const halfWidth = (text: string): string => text.replace(/[０-９Ａ-Ｚａ-ｚ－／．＿＃＋＆]/g, ascii);

/** Brackets around the year of a document number. */
export const yearBrackets = (text: string): string =>
  text.replace(/[（([【［〔〖{｛]\s*(\d{4})\s*[)）\]】］〕〗}｝]/g, '〔$1〕');

const isHan = /\p{Script=Han}/u;

/** Round brackets as wide as the signs of the code are: 会议室（东）, R(1). */
export const evenBrackets = (text: string): string =>
  isHan.test(text) ? text.replaceAll('(', '（').replaceAll(')', '）') : text.replace(/[（）]/g, ascii);

/**
 * A code, a key or a number as it is stored and looked up: whatever the width of its signs and the kind of its brackets,
 * it is the same one. An import has always stored codes so, and what a person writes is stored so, too.
 */
export const foldedCode = (written: string): string => evenBrackets(yearBrackets(halfWidth(bareCode(written))));

const strangeDigit = /[^\P{Nd}0-9]|\p{No}/u;

/** Footnote marks and digits of other scripts, which stand in no code. */
export const hasStrangeDigit = (code: string): boolean => strangeDigit.test(code);

/**
 * A code that a person writes, as `lineOf` reads it, folded. Two that differ in width or brackets are the same.
 * @throws DomainError BAD_USER_INPUT
 */
export function codeOf(field: string, value: string | null | undefined, max: number): string {
  const code = foldedCode(lineOf(field, value, max));
  if (!hasStrangeDigit(code)) return code;
  throw badInput(field, { en: `${field} has a sign that is no plain digit.`, zh: `${field} 含有非普通数字字符。` });
}

/** As `codeOf`, but nothing given, or only blanks, is nothing. */
export const optionalCode = (field: string, value: string | null | undefined, max: number): string | null =>
  value == null || value.trim() === '' ? null : codeOf(field, value, max);
