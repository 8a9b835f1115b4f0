import { eachOf, fieldsOf, optionalLine, sha256Of, textOf } from '@chengqi/service-kit';

/** What proves an act, as it is stored; the digest, when given, is that of a file kept elsewhere. */
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

/**
 * One piece: a text of at most 2,000 characters, a SHA-256 in lower-case hex, a file name of at most 255 characters
 * (the limit of common file systems; the SDL states it).
 * @throws DomainError BAD_USER_INPUT naming the path of the field
 */
export const evidenceOf = (field: string, { text, sha256, fileName }: EvidenceGiven): Evidence =>
  fieldsOf({
    text: () => textOf(`${field}.text`, text, 2000),
    sha256: () => (sha256 == null ? null : sha256Of(`${field}.sha256`, sha256)),
    fileName: () => optionalLine(`${field}.fileName`, fileName, 255),
  });

const mostPieces = 20;

/** At most 20 pieces. @throws DomainError BAD_USER_INPUT naming the path of the field, such as `evidence.1.text` */
export const evidenceListOf = (field: string, given: readonly EvidenceGiven[] | null | undefined): Evidence[] =>
  eachOf(field, given, { max: mostPieces }, (piece, path) => evidenceOf(path, piece));
