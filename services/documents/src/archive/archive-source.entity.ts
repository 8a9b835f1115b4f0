import type { ArchiveSourceType } from '@chengqi/schemas/events/documents';
import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';

/** Something of another service that records are kept of, under its business number. */
export interface ArchiveSource {
  readonly id: string;
  readonly type: ArchiveSourceType;
  readonly code: string;
}

export const ArchiveSourceEntity = new EntitySchema<ArchiveSource>({
  name: 'ArchiveSource',
  tableName: 'archive_sources',
  columns: { id: column.id(), type: column.code('type', 20), code: column.code('code', 64) },
  indices: [{ name: 'archive_sources_code', columns: ['code', 'type'] }],
});
