import { badInput, eachOf, fieldsOf, optionalLine, sha256Of, textOf } from '@chengqi/service-kit';

/** What proves an act, as it is stored; the digest, when given, is that of the file, here or kept elsewhere. */
export interface Evidence {
  readonly text: string;
  readonly sha256: string | null;
  readonly fileName: string | null;
  /** Kept here; it never changes. Left out of what was stored before there were any. */
  readonly file?: EvidenceFile | null;
}

/** What may be told of a file to whoever may read the evidence. */
export interface EvidenceFile {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
  /** Media type. */
  readonly type: string;
}

/** Evidence as somebody shows it, read and not yet looked up; `office.files.keep` makes it what is stored. */
export interface EvidenceGiven {
  /** Of its field in the input. */
  readonly path: string;
  readonly text: string;
  readonly sha256: string | null;
  readonly fileName: string | null;
  readonly fileId: string | null;
}

interface EvidenceInput {
  readonly text: string;
  readonly sha256?: string | null | undefined;
  readonly fileName?: string | null | undefined;
  readonly fileId?: string | null | undefined;
}

/**
 * One piece: a text of at most 2,000 characters, and a file kept here, or of one kept elsewhere its SHA-256 in lower-case
 * hex and its name of at most 255 characters (the limit of common file systems; the SDL states it).
 * @throws DomainError BAD_USER_INPUT naming the path of the field
 */
export const evidenceOf = (path: string, { text, sha256, fileName, fileId }: EvidenceInput): EvidenceGiven =>
  fieldsOf({
    path: () => path,
    text: () => textOf(`${path}.text`, text, 2000),
    sha256: () => (sha256 == null ? null : sha256Of(`${path}.sha256`, sha256)),
    fileName: () => optionalLine(`${path}.fileName`, fileName, 255),
    fileId: () => {
      if (fileId == null || (sha256 == null && fileName == null)) return fileId ?? null;
      throw badInput(`${path}.fileId`, {
        en: 'Name and digest of a file kept here are known: give fileId alone.',
        zh: '已上传文件的名称和摘要由系统记录，只须提供 fileId。',
      });
    },
  });

const mostPieces = 20;

/** At most 20 pieces. @throws DomainError BAD_USER_INPUT naming the path of the field, such as `evidence.1.text` */
export const evidenceListOf = (field: string, given: readonly EvidenceInput[] | null | undefined): EvidenceGiven[] =>
  eachOf(field, given, { max: mostPieces }, (piece, path) => evidenceOf(path, piece));
