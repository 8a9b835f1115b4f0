import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [
  { name: 'supervision_items_light', columnNames: ['light_rank', 'created_at', 'id'] },
  { name: 'supervision_items_category', columnNames: ['category', 'created_at', 'id'] },
];

/** Pages of one light or category are read in their order, not sorted. */
export class PageLightsAndCategories1767200070000 implements MigrationInterface {
  readonly name = 'PageLightsAndCategories1767200070000';

  async up(runner: QueryRunner): Promise<void> {
    for (const index of indices) await runner.createIndex('supervision_items', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of indices) await runner.dropIndex('supervision_items', name);
  }
}
