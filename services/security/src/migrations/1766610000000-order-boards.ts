import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [
  { name: 'hazards_limit', columnNames: ['due_at', 'id'] },
  { name: 'hazards_category', columnNames: ['category', 'reported_at', 'id'] },
  { name: 'hazards_level', columnNames: ['level', 'reported_at', 'id'] },
];

/** Hazards go by their limits, and are narrowed by what kind of danger they are and how grave. */
export class OrderBoards1766610000000 implements MigrationInterface {
  readonly name = 'OrderBoards1766610000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const index of indices) await runner.createIndex('hazards', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of indices) await runner.dropIndex('hazards', name);
  }
}
