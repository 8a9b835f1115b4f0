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

/**
 * A code, a key or a number as it is stored and looked up: whatever the width of its signs and the brackets of its year,
 * it is the same one. Imported codes were always stored so, and what a person writes is from now on.
 */
export const foldedCode = (written: string): string => yearBrackets(halfWidth(bareCode(written)));
