import { badInput, optionalLine, sha256Of, textOf } from '@chengqi/service-kit';

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
  return {
    text: textOf(`${field}.text`, text, 2000),
    sha256: sha256 === null ? null : sha256Of(`${field}.sha256`, sha256),
    fileName: optionalLine(`${field}.fileName`, fileName, 255),
  };
}
