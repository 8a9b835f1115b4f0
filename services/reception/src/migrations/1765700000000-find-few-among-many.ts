import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [
  ['calls', 'calls_open', ['secrecy_level', 'id']],
  ['callbacks', 'callbacks_open', ['secrecy_level', 'id']],
  ['service_cases', 'service_cases_open', ['secrecy_level', 'id']],
  ['ratings', 'ratings_open', ['secrecy_level', 'id']],
  ['visits', 'visits_open', ['secrecy_level', 'id']],
  ['disputes', 'disputes_open', ['secrecy_level', 'id']],
] as const;

/** What is open to everybody, what an org owns, and lists in their own order. */
export class FindFewAmongMany1765700000000 implements MigrationInterface {
  readonly name = 'FindFewAmongMany1765700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, name, columnNames] of indices) {
      await runner.createIndex(table, new TableIndex({ name, columnNames: [...columnNames] }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, name] of indices) await runner.dropIndex(table, name);
  }
}
