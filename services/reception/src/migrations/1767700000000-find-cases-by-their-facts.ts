import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

/** Cases with the same title are looked for whenever one is opened. */
export class FindCasesByTheirFacts1767700000000 implements MigrationInterface {
  readonly name = 'FindCasesByTheirFacts1767700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('service_cases', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('service_cases', index.name);
  }
}

const index = { name: 'service_cases_facts', columnNames: ['facts_key'] };
