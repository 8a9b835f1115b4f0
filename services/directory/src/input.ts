import { badInput } from '@chengqi/service-kit';

/** Text of 1 to `max` characters on one line, trimmed; control characters have no place in a directory. */
export function readText(field: string, value: string, max: number): string {
  const text = value.trim();
  if (text.length === 0 || text.length > max || hasControlCharacters(text)) {
    throw badInput(field, {
      en: `${field} has 1 to ${max} characters and no control characters.`,
      zh: `${field} 应为 1 至 ${max} 个字符，且不含控制字符。`,
    });
  }
  return text;
}

/** The same, where nothing given means nothing stored. */
export const readOptionalText = (field: string, value: string | null | undefined, max: number): string | null =>
  value === null || value === undefined || value.trim() === '' ? null : readText(field, value, max);

const codePattern = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u;

/** A business key: letters and digits, inside also `.`, `_` and `-`, at most 32 characters. */
export function readCode(field: string, value: string): string {
  const code = value.trim();
  if (codePattern.test(code)) return code;
  throw badInput(field, {
    en: `${field} has 1 to 32 letters, digits, "-", "_" or ".".`,
    zh: `${field} 应为 1 至 32 个字母、数字或 - _ .`,
  });
}

/** Exactly one of the two ways to name a thing. */
export function readOneOf(fields: readonly [string, string], values: readonly unknown[]): void {
  if (values.filter((value) => value !== null && value !== undefined).length === 1) return;
  const [first, second] = fields;
  throw badInput(first, { en: `Give either ${first} or ${second}.`, zh: `${first} 与 ${second} 须且只能给出一个。` });
}

/** A pattern for LIKE ... ESCAPE '!' that finds the text anywhere. */
export const containing = (text: string): string => `%${text.replace(/[!%_]/g, (sign) => `!${sign}`)}%`;

function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
