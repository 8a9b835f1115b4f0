import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const byItem = { name: 'resolution_item', columnNames: ['item_id'] };

/** What becomes of an item reaches every resolution it follows. */
export class FindFollowedResolutions1765800000000 implements MigrationInterface {
  readonly name = 'FindFollowedResolutions1765800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('resolutions', new TableIndex(byItem));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('resolutions', byItem.name);
  }
}
