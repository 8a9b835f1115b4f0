import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

/** Records are catalogued in time or not; of those that were there already nobody laid it down. */
export class KnowUntilWhenRecordsAreDue1767600000000 implements MigrationInterface {
  readonly name = 'KnowUntilWhenRecordsAreDue1767600000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumn('archive_records', new TableColumn(c.instant('due_at', { nullable: true })));
    await runner.createIndex('archive_records', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('archive_records', index.name);
    await runner.dropColumn('archive_records', 'due_at');
  }
}

const index = { name: 'archive_records_due', columnNames: ['due_at', 'owner_org_id'] };
