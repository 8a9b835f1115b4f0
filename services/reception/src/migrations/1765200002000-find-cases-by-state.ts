import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const index = { name: 'service_cases_state', columnNames: ['status', 'opened_at', 'id'] };

/** A list of cases in one state is read in its own order. */
export class FindCasesByState1765200002000 implements MigrationInterface {
  readonly name = 'FindCasesByState1765200002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('service_cases', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('service_cases', index.name);
  }
}
