import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const index = { name: 'service_cases_second', columnNames: ['second_supplement_at'] };

/** The few cases whose applicant was asked twice are found by that. */
export class FindSecondSupplements1765200003000 implements MigrationInterface {
  readonly name = 'FindSecondSupplements1765200003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('service_cases', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('service_cases', index.name);
  }
}
