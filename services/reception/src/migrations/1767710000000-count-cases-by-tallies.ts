import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const bySite = { name: 'service_cases_site', columnNames: ['site_id', 'opened_at', 'id'] };
const accusations = { name: 'service_cases_restricted', columnNames: ['restricted', 'status'] };

/** Cases of a place in their order, and the few accusations, which are counted by their own rule. */
export class CountCasesByTallies1767710000000 implements MigrationInterface {
  readonly name = 'CountCasesByTallies1767710000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('service_cases', bySite.name);
    await runner.createIndex('service_cases', new TableIndex(bySite));
    await runner.createIndex('service_cases', new TableIndex(accusations));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('service_cases', accusations.name);
    await runner.dropIndex('service_cases', bySite.name);
    await runner.createIndex('service_cases', new TableIndex({ name: bySite.name, columnNames: ['site_id'] }));
  }
}
