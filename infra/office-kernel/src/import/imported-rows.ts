import { badInput } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { ImportedRow, ImportOutcome } from './import-plan.ts';
import { ImportRowEntity } from './import-row.entity.ts';

export interface ImportedRowsArguments {
  readonly export: string;
  readonly file?: string | null | undefined;
  readonly outcome?: ImportOutcome | null | undefined;
  readonly afterRecord?: number | null | undefined;
  readonly first?: number | null | undefined;
}

const pageSize = 200;

/** What became of an export's rows, in their order. Importers read history back as codes and reasons: values stay out. */
export async function importedRows(manager: EntityManager, args: ImportedRowsArguments): Promise<ImportedRow[]> {
  const first = args.first ?? pageSize;
  if (first < 1 || first > pageSize) {
    throw badInput('first', { en: `From 1 to ${pageSize}.`, zh: `应为 1 至 ${pageSize}。` });
  }
  const query = manager
    .getRepository(ImportRowEntity)
    .createQueryBuilder('r')
    .where('r.export = :export', { export: args.export })
    .orderBy('r.file')
    .addOrderBy('r.record')
    .limit(first);
  if (args.file != null) query.andWhere('r.file = :file', { file: args.file });
  if (args.outcome != null) query.andWhere('r.outcome = :outcome', { outcome: args.outcome });
  if (args.afterRecord != null) query.andWhere('r.record > :after', { after: args.afterRecord });
  const rows = await query.getMany();
  return rows.map(({ file, record, line, key, outcome, remarks }) => ({
    file,
    record,
    line,
    key,
    outcome,
    remarks: remarks.map(({ column, reason }) => ({ column, reason, raw: null, clean: null })),
  }));
}
