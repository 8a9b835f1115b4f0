import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [
  { name: 'resolution_replica_open', columnNames: ['secrecy_level', 'id'] },
  { name: 'resolution_replica_owner', columnNames: ['owner_org_id', 'id'] },
];

/** Orphans are listed by what is within reach of who asks, as things of the house are. */
export class ReachDecisions1766000000000 implements MigrationInterface {
  readonly name = 'ReachDecisions1766000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const index of indices) await runner.createIndex('resolution_replica', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of indices) await runner.dropIndex('resolution_replica', name);
  }
}
