import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

/**
 * TICKET: announced, nothing has come. RECEIVING: somebody sends it, or a process ended while somebody did. STORED: it is
 * there, and never changes again.
 */
export type FileState = 'TICKET' | 'RECEIVING' | 'STORED';

/** A file of this service; its bytes lie in the file store under its id, and only while there is a row. */
export interface StoredFile {
  readonly id: string;
  readonly state: FileState;
  readonly uploaderId: string;
  /** In whose place it was uploaded. */
  readonly onBehalfOfId: string | null;
  readonly name: string;
  /** In bytes: as announced, which is what came. */
  readonly size: number;
  /** As announced, if it was; of what came once it is STORED. */
  readonly sha256: string | null;
  /** Media type, from the bytes; null until STORED. */
  readonly type: string | null;
  readonly createdAt: Date;
  /** When it goes unless something refers to it by then; null once something does. */
  readonly expiresAt: Date | null;
  /** What refers to it: whoever may read that may read the file. */
  readonly holderType: string | null;
  readonly holderId: string | null;
}

const later = { nullable: true };

export const FileEntity = new EntitySchema<StoredFile>({
  name: 'File',
  tableName: 'files',
  columns: {
    id: column.id(),
    state: column.code('state', 16),
    uploaderId: column.ref('uploader_id'),
    onBehalfOfId: column.ref('on_behalf_of_id', later),
    name: column.text('name', 255),
    size: column.integer('size'),
    sha256: column.code('sha256', 64, later),
    type: column.code('type', 100, later),
    createdAt: column.instant('created_at'),
    expiresAt: column.instant('expires_at', later),
    holderType: column.code('holder_type', 40, later),
    holderId: column.ref('holder_id', later),
  },
  indices: [
    { name: 'files_expires', columns: ['expiresAt', 'id'] },
    { name: 'files_uploader', columns: ['uploaderId', 'expiresAt'] },
    { name: 'files_holder', columns: ['holderId'] },
  ],
});
