import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const index = { name: 'callbacks_feed', columnNames: ['opened_at', 'id'] };

/** Callbacks of a whole house in the order of their list. */
export class ListCallbacksInOrder1765900000000 implements MigrationInterface {
  readonly name = 'ListCallbacksInOrder1765900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('callbacks', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('callbacks', index.name);
  }
}
