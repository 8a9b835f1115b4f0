import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

const history = (c: Columns) =>
  [
    c.code('source_code', 64, optional),
    c.text('responsible', 200, optional),
    c.code('box', 64, optional),
    c.instant('imported_at', optional),
  ].map((column) => new TableColumn(column));

const bySourceCode = { name: 'archive_records_source_code', columnNames: ['source_code'] };

const archiveSources = (c: Columns) =>
  new Table({
    name: 'archive_sources',
    columns: [c.id(), c.code('type', 20), c.code('code', 64)],
    indices: [{ name: 'archive_sources_code', columnNames: ['code', 'type'] }],
  });

/** Records of an export: what they record may be known by its number only. */
export class AddImportedRecords1764200000000 implements MigrationInterface {
  readonly name = 'AddImportedRecords1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns('archive_records', history(c));
    await runner.changeColumn('archive_records', 'source_id', new TableColumn(c.ref('source_id', optional)));
    await runner.createIndex('archive_records', new TableIndex(bySourceCode));
    await runner.createTable(archiveSources(c));
  }

  /** Records whose source is not known have no place in the tables of before. */
  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.dropTable('archive_sources');
    await runner.dropIndex('archive_records', bySourceCode.name);
    await runner.query('DELETE FROM archive_records WHERE source_id IS NULL');
    await runner.changeColumn('archive_records', 'source_id', new TableColumn(c.ref('source_id')));
    await runner.dropColumns('archive_records', history(c));
  }
}
