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

/** A half-open span that is not empty, both ends to the minute. */
export function spanOf(from: Date, to: Date, fields: readonly [string, string]): void {
  for (const [at, field] of [
    [from, fields[0]],
    [to, fields[1]],
  ] as const) {
    if (at.getTime() % 60_000 !== 0) throw badInput(field, { en: 'To the minute.', zh: '时间须精确到分钟。' });
  }
  if (from.getTime() >= to.getTime()) {
    throw badInput(fields[1], { en: 'The end is after the beginning.', zh: '结束时间须晚于开始时间。' });
  }
}

export interface Evidence {
  readonly text: string;
  readonly sha256: string | null;
  readonly fileName: string | null;
}

interface EvidenceFields {
  readonly text: string;
  readonly sha256?: string | null | undefined;
  readonly fileName?: string | null | undefined;
}

/** What proves an act; the digest, when given, is that of a file kept elsewhere. */
export function evidenceOf(field: string, { text, sha256 = null, fileName }: EvidenceFields): Evidence {
  if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) {
    throw badInput(`${field}.sha256`, { en: 'SHA-256 in lower-case hex.', zh: 'SHA-256 须为小写十六进制。' });
  }
  return {
    text: textOf(`${field}.text`, text, 2000),
    sha256,
    fileName: optionalText(`${field}.fileName`, fileName, 255),
  };
}
