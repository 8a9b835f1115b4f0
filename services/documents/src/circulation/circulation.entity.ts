import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { CirculationReader } from './circulation.ts';

const optional = { nullable: true };

export const CirculationReaderEntity = new EntitySchema<CirculationReader>({
  name: 'CirculationReader',
  tableName: 'circulation_readers',
  columns: {
    ...column.root(20),
    documentId: column.ref('document_id'),
    circulationNo: column.code('circulation_no', 64),
    mode: column.code('mode', 10),
    readerOrder: column.integer('reader_order'),
    readerId: column.ref('reader_id'),
    sentAt: column.instant('sent_at', optional),
    readAt: column.instant('read_at', optional),
    opinion: column.text('opinion', 500, optional),
  },
  indices: [
    { name: 'circulation_readers_document', columns: ['documentId', 'readerId'], unique: true },
    { name: 'circulation_readers_reader', columns: ['readerId', 'status', 'createdAt'] },
    { name: 'circulation_readers_state', columns: ['status', 'createdAt', 'id'] },
    { name: 'circulation_readers_feed', columns: ['createdAt', 'id'] },
    { name: 'circulation_readers_owner', columns: ['ownerOrgId', 'id'] },
    { name: 'circulation_readers_open', columns: ['secrecyLevel', 'id'] },
  ],
});
