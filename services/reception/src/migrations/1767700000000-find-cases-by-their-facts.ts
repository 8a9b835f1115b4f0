import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const facts = new TableIndex({ name: 'service_cases_facts', columnNames: ['facts_key'] });
const handed = (...columnNames: string[]) => new TableIndex({ name: 'service_cases_handed', columnNames });

/**
 * Cases with the same title are looked for whenever one is opened; of what was handed to somebody in some states few are
 * left, where a state alone has very many.
 */
export class FindCasesByTheirFacts1767700000000 implements MigrationInterface {
  readonly name = 'FindCasesByTheirFacts1767700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('service_cases', facts);
    await runner.dropIndex('service_cases', 'service_cases_handed');
    await runner.createIndex('service_cases', handed('handed_to_id', 'status'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('service_cases', 'service_cases_handed');
    await runner.createIndex('service_cases', handed('handed_to_id'));
    await runner.dropIndex('service_cases', 'service_cases_facts');
  }
}
