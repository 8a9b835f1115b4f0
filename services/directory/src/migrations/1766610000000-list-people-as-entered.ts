import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const feed = { name: 'people_feed', columnNames: ['created_at', 'id'] };

/** People are listed as they were entered, the last first. */
export class ListPeopleAsEntered1766610000000 implements MigrationInterface {
  readonly name = 'ListPeopleAsEntered1766610000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('people', new TableIndex(feed));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('people', feed.name);
  }
}
