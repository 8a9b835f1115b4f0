import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class CreateImportRows1760000000001 implements MigrationInterface {
  readonly name = 'CreateImportRows1760000000001';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'import_row',
        columns: [
          c.key('export_name', 100),
          c.key('file', 100),
          { ...c.integer('record'), isPrimary: true },
          c.integer('line'),
          c.code('row_key', 160, { nullable: true }),
          c.code('digest', 64),
          c.code('outcome', 16),
          c.json('reason'),
          c.json('raw', { nullable: true }),
          c.instant('imported_at'),
        ],
        indices: [{ name: 'import_row_key', columnNames: ['file', 'row_key'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('import_row');
  }
}
