import { badInput } from '@chengqi/service-kit';

/** Trimmed text of 1 to `max` characters without control characters other than line breaks and tabs. */
export function textOf(field: string, value: string | null | undefined, max: number): string {
  const text = (value ?? '').trim();
  if (text.length === 0 || text.length > max) {
    throw badInput(field, { en: `${field} has 1 to ${max} characters.`, zh: `${field} 须为 1 至 ${max} 个字符。` });
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL and its kin are what is refused
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) {
    throw badInput(field, { en: `${field} contains control characters.`, zh: `${field} 含有控制字符。` });
  }
  return text;
}

/** As `textOf`, but nothing given stays nothing. */
export const optionalText = (field: string, value: string | null | undefined, max: number): string | null =>
  value == null || value.trim() === '' ? null : textOf(field, value, max);

/** A whole number of the range. */
export function numberOf(field: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw badInput(field, { en: `${field} is ${min} to ${max}.`, zh: `${field} 须在 ${min} 至 ${max} 之间。` });
  }
  return value;
}

/** A half-open span that is not empty. */
export function spanOf(start: Date, end: Date, field: string): { start: Date; end: Date } {
  if (start.getTime() >= end.getTime())
    throw badInput(field, { en: 'The end is after the start.', zh: '结束时间须晚于开始时间。' });
  return { start, end };
}

/** Each id once, in the order given; at most `max`. */
export function idsOf(field: string, ids: readonly string[] | null | undefined, max = 200): string[] {
  const unique = [...new Set(ids ?? [])];
  if (unique.length > max) throw badInput(field, { en: `At most ${max} entries.`, zh: `最多 ${max} 项。` });
  return unique;
}
