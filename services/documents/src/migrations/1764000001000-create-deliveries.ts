import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class CreateDeliveries1764000001000 implements MigrationInterface {
  readonly name = 'CreateDeliveries1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'deliveries',
        columns: [
          ...c.root(),
          c.ref('document_id'),
          c.code('role', 8),
          c.ref('issued_by_id', { nullable: true }),
          c.instant('answered_at', { nullable: true }),
          c.ref('answered_by_id', { nullable: true }),
          c.text('reject_reason', 500, { nullable: true }),
        ],
        indices: [
          { name: 'deliveries_recipient', columnNames: ['document_id', 'owner_org_id'], isUnique: true },
          { name: 'deliveries_unsigned', columnNames: ['owner_org_id', 'status', 'created_at'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('deliveries');
  }
}
