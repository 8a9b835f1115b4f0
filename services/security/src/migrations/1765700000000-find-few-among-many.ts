import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [
  ['hazards', 'hazards_open', ['secrecy_level', 'id']],
  ['hazards', 'hazards_listed', ['listed', 'reported_at', 'id']],
  ['duty_shifts', 'duty_shifts_open', ['secrecy_level', 'id']],
  ['inspection_tasks', 'inspection_tasks_open', ['secrecy_level', 'id']],
  ['inspection_tasks', 'inspection_tasks_owner', ['owner_org_id', 'id']],
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
