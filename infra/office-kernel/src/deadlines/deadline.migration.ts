import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class CreateDeadlines1765300000500 implements MigrationInterface {
  readonly name = 'CreateDeadlines1765300000500';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'deadlines',
        columns: [
          c.id(),
          c.integer('version'),
          c.ref('subject_id'),
          c.code('rule', 32),
          c.instant('start_at'),
          c.instant('due_at'),
          c.instant('original_due_at'),
          c.code('clock', 16),
          c.json('warn_at'),
          c.json('warned'),
          c.instant('breach_told_for', { nullable: true }),
          c.instant('next_at', { nullable: true }),
          c.instant('created_at'),
          c.instant('updated_at'),
        ],
        indices: [
          { name: 'deadlines_subject', columnNames: ['subject_id', 'rule'], isUnique: true },
          { name: 'deadlines_next', columnNames: ['next_at', 'id'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('deadlines');
  }
}
