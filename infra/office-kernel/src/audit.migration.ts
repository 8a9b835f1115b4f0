import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [
  new TableIndex({ name: 'audit_log_act', columnNames: ['act', 'at'] }),
  new TableIndex({ name: 'audit_log_at', columnNames: ['at'] }),
];

/** The trail is asked by act and by time, where people and objects had their indices already. */
export class IndexAuditTrail1766300000000 implements MigrationInterface {
  readonly name = 'IndexAuditTrail1766300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndices('audit_log', indices);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndices('audit_log', indices);
  }
}
