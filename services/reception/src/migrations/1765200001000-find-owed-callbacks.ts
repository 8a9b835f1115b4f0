import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const index = { name: 'callbacks_closed', columnNames: ['closed_at'] };

/** What is still owed is found without reading all that was ever owed. */
export class FindOwedCallbacks1765200001000 implements MigrationInterface {
  readonly name = 'FindOwedCallbacks1765200001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('callbacks', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('callbacks', index.name);
  }
}
