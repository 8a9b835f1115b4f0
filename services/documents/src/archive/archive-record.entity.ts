import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { ArchiveRecord } from './archive-record.ts';

const optional = { nullable: true };

export const ArchiveRecordEntity = new EntitySchema<ArchiveRecord>({
  name: 'ArchiveRecord',
  tableName: 'archive_records',
  columns: {
    ...column.root(),
    sourceType: column.code('source_type', 20),
    sourceId: column.ref('source_id', optional),
    sourceCode: column.code('source_code', 64, optional),
    responsible: column.text('responsible', 200, optional),
    box: column.code('box', 64, optional),
    importedAt: column.instant('imported_at', optional),
    title: column.text('title', 500, optional),
    year: column.integer('year'),
    recordDate: column.day('record_date'),
    dueAt: column.instant('due_at', optional),
    pages: column.integer('pages', optional),
    archivalCode: column.code('archival_code', 64, optional),
    fondsCode: column.code('fonds_code', 16, optional),
    category: column.code('category', 2, optional),
    retention: column.code('retention', 4, optional),
    orgSegment: column.code('org_segment', 8, optional),
    itemNo: column.integer('item_no', optional),
    retentionStart: column.day('retention_start', optional),
    retentionUntil: column.day('retention_until', optional),
    retentionChanges: column.json('retention_changes'),
    cataloguedAt: column.instant('catalogued_at', optional),
    cataloguedById: column.ref('catalogued_by_id', optional),
  },
  indices: [
    { name: 'archive_records_source', columns: ['sourceType', 'sourceId'], unique: true },
    { name: 'archive_records_source_code', columns: ['sourceCode'] },
    { name: 'archive_records_code', columns: ['archivalCode'], unique: true },
    { name: 'archive_records_feed', columns: ['createdAt', 'id'] },
    { name: 'archive_records_owner', columns: ['ownerOrgId', 'status', 'createdAt'] },
    { name: 'archive_records_kind', columns: ['sourceType', 'createdAt', 'id'] },
    { name: 'archive_records_due', columns: ['dueAt', 'ownerOrgId'] },
    { name: 'archive_records_open', columns: ['secrecyLevel', 'id'] },
  ],
});
