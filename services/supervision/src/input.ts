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

/** What proves an act, as it is stored. */
export interface Evidence {
  readonly text: string;
  readonly sha256: string | null;
  readonly fileName: string | null;
}

interface EvidenceGiven {
  readonly text: string;
  readonly sha256?: string | null | undefined;
  readonly fileName?: string | null | undefined;
}

/** At most 20 pieces of evidence, digests in lower-case hex. */
export function evidenceOf(given: readonly EvidenceGiven[] | null | undefined): Evidence[] {
  const list = given ?? [];
  if (list.length > 20) throw badInput('evidence', { en: 'At most 20 pieces of evidence.', zh: '佐证最多 20 件。' });
  return list.map(({ text, sha256, fileName }) => {
    if (sha256 != null && !/^[0-9a-f]{64}$/.test(sha256)) {
      throw badInput('evidence.sha256', {
        en: 'sha256 is 64 lower-case hex digits.',
        zh: 'sha256 须为 64 位小写十六进制。',
      });
    }
    return {
      text: textOf('evidence.text', text, 2000),
      sha256: sha256 ?? null,
      fileName: optionalText('evidence.fileName', fileName, 200),
    };
  });
}
