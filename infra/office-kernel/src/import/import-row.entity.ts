import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { ImportOutcome, ImportRemark } from './import-plan.ts';

/** A row of an export and what became of it: the memory that makes a second import change nothing. */
export interface ImportRow {
  readonly export: string;
  readonly file: string;
  readonly record: number;
  readonly line: number;
  readonly key: string | null;
  /** SHA-256 of the row's content. */
  readonly digest: string;
  readonly outcome: ImportOutcome;
  readonly remarks: readonly ImportRemark[];
  /** Cells as written, of rows that were not plainly accepted; text above INTERNAL and telephone numbers are left out. */
  readonly raw: unknown;
  readonly importedAt: Date;
}

export const ImportRowEntity = new EntitySchema<ImportRow>({
  name: 'ImportRow',
  tableName: 'import_row',
  columns: {
    export: column.key('export_name', 100),
    file: column.key('file', 100),
    record: { name: 'record', type: 'int', primary: true },
    line: column.integer('line'),
    key: column.code('row_key', 160, { nullable: true }),
    digest: column.code('digest', 64),
    outcome: column.code('outcome', 16),
    remarks: column.json('reason'),
    raw: column.json('raw', { nullable: true }),
    importedAt: column.instant('imported_at'),
  },
  indices: [{ name: 'import_row_key', columns: ['file', 'key'] }],
});
