import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** What was told of limits stands with the limits; a review is counted from when it was asked for. */
export class KeepCaseDeadlines1765300003000 implements MigrationInterface {
  readonly name = 'KeepCaseDeadlines1765300003000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.dropColumns('service_cases', ['overdue_told_for']);
    await runner.addColumn('service_cases', new TableColumn(c.instant('review_asked_at', { nullable: true })));
    await runner.addColumn('service_cases', new TableColumn(c.integer('hearing_days', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.dropColumns('service_cases', ['review_asked_at', 'hearing_days']);
    await runner.addColumn('service_cases', new TableColumn(c.instant('overdue_told_for', { nullable: true })));
  }
}
