import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [
  { table: 'report_submissions', name: 'report_submissions_due', columnNames: ['due_at', 'owner_org_id'] },
  { table: 'report_attempts', name: 'report_attempts_submitted', columnNames: ['submitted_at'] },
];

/** Reports are counted by their limits, hand-ins by when they came. */
export class CountReports1767200000000 implements MigrationInterface {
  readonly name = 'CountReports1767200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const { table, ...index } of indices) await runner.createIndex(table, new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table, name } of indices) await runner.dropIndex(table, name);
  }
}
