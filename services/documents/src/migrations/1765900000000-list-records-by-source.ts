import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const index = { name: 'archive_records_kind', columnNames: ['source_type', 'created_at', 'id'] };

/** Records of one kind of source in the order of their list. */
export class ListRecordsBySource1765900000000 implements MigrationInterface {
  readonly name = 'ListRecordsBySource1765900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('archive_records', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('archive_records', index.name);
  }
}
