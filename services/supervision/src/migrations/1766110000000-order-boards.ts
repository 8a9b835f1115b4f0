import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const worst = { name: 'supervision_items_light', columnNames: ['light_rank', 'due_at', 'id'] };
const indices = [
  ['supervision_items', { name: 'supervision_items_worst', columnNames: ['light_rank', 'id'] }],
  ['supervision_items', { name: 'supervision_items_progress', columnNames: ['progress_percent', 'id'] }],
  ['assignments', { name: 'assignments_org', columnNames: ['org_id', 'item_id'] }],
  ['obstacles', { name: 'obstacles_open', columnNames: ['state', 'item_id'] }],
] as const;

/** Boards go by light and progress, by the units at work and by what blocks them. */
export class OrderBoards1766110000000 implements MigrationInterface {
  readonly name = 'OrderBoards1766110000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('supervision_items', worst.name);
    for (const [table, { name, columnNames }] of indices)
      await runner.createIndex(table, new TableIndex({ name, columnNames: [...columnNames] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, { name }] of indices) await runner.dropIndex(table, name);
    await runner.createIndex('supervision_items', new TableIndex(worst));
  }
}
