import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const ordered = [
  ['service_cases_site', ['site_id', 'opened_at', 'id'], ['site_id']],
  ['service_cases_owner', ['owner_org_id', 'status', 'opened_at', 'id'], ['owner_org_id', 'status', 'opened_at']],
] as const;
const accusations = { name: 'service_cases_restricted', columnNames: ['restricted', 'status'] };

/** Cases of a place and of a unit in their order, and the few accusations, which are counted by their own rule. */
export class CountCasesByTallies1767710000000 implements MigrationInterface {
  readonly name = 'CountCasesByTallies1767710000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, columns] of ordered) await anew(runner, name, columns);
    await runner.createIndex('service_cases', new TableIndex(accusations));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('service_cases', accusations.name);
    for (const [name, , before] of ordered) await anew(runner, name, before);
  }
}

async function anew(runner: QueryRunner, name: string, columnNames: readonly string[]): Promise<void> {
  await runner.dropIndex('service_cases', name);
  await runner.createIndex('service_cases', new TableIndex({ name, columnNames: [...columnNames] }));
}
