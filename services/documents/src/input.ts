import { badInput } from '@chengqi/service-kit';

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the purpose
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** One line of text as the office keeps it: trimmed, not empty, without control characters. */
export function textOf(field: string, value: string, maximum: number): string {
  const text = value.trim();
  if (text.length === 0) throw badInput(field, { en: 'This may not be empty.', zh: '不能为空。' });
  if (text.length > maximum) {
    throw badInput(field, { en: `At most ${maximum} characters.`, zh: `最多 ${maximum} 个字符。` });
  }
  if (control.test(text)) throw badInput(field, { en: 'Control characters are refused.', zh: '不允许控制字符。' });
  return text;
}

export const optionalTextOf = (field: string, value: string | null | undefined, maximum: number): string | null =>
  value == null ? null : textOf(field, value, maximum);

export function patternOf(field: string, value: string, pattern: RegExp, hint: { en: string; zh: string }): string {
  if (!pattern.test(value)) throw badInput(field, hint);
  return value;
}

export const sha256Of = (field: string, value: string): string =>
  patternOf(field, value, /^[0-9a-f]{64}$/, {
    en: 'A SHA-256 in 64 lower-case hex digits.',
    zh: '应为 64 位小写十六进制 SHA-256。',
  });

/** A number of sheets or copies. */
export function countOf(field: string, value: number): number {
  if (value < 1 || value > 99_999) throw badInput(field, { en: 'From 1 to 99999.', zh: '应在 1 至 99999 之间。' });
  return value;
}
