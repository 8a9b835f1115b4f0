import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [{ name: 'hazards_place', columnNames: ['site_id', 'reported_at', 'id'] }];

/** Pages of one place are read in their order, not sorted. */
export class PageHazardsOfASite1767200070000 implements MigrationInterface {
  readonly name = 'PageHazardsOfASite1767200070000';

  async up(runner: QueryRunner): Promise<void> {
    for (const index of indices) await runner.createIndex('hazards', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of indices) await runner.dropIndex('hazards', name);
  }
}
