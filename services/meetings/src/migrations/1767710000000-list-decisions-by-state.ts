import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const byState = { name: 'resolution_state', columnNames: ['status', 'code', 'id'] };

/** Those of a state in the order of their numbers, however few they are among all. */
export class ListDecisionsByState1767710000000 implements MigrationInterface {
  readonly name = 'ListDecisionsByState1767710000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('resolutions', new TableIndex(byState));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('resolutions', byState.name);
  }
}
