import { badInput, optionalLine, sha256Of, textOf } from '@chengqi/service-kit';

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
  return list.map(({ text, sha256, fileName }) => ({
    text: textOf('evidence.text', text, 2000),
    sha256: sha256 == null ? null : sha256Of('evidence.sha256', sha256),
    fileName: optionalLine('evidence.fileName', fileName, 200),
  }));
}
