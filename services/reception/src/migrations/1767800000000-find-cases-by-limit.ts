import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const limit = { name: 'service_cases_limit', columnNames: ['due_at'] };

/** Cases due within a span of days, in whatever state: MariaDB looked through all cases for them. */
export class FindCasesByLimit1767800000000 implements MigrationInterface {
  readonly name = 'FindCasesByLimit1767800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('service_cases', new TableIndex(limit));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('service_cases', limit.name);
  }
}
