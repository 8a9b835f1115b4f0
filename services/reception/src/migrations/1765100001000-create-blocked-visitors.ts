import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

const optional = { nullable: true };

const table = (c: ReturnType<typeof columns>): TableOptions => ({
  name: 'blocked_visitors',
  columns: [
    ...c.root(),
    c.ref('visit_id'),
    c.code('phone_hash', 64, optional),
    c.code('id_hash', 64, optional),
    c.text('reason', 500),
    c.instant('until_at'),
    c.ref('blocked_by_id', optional),
    c.instant('lifted_at', optional),
    c.ref('lifted_by_id', optional),
    c.text('lift_reason', 500, optional),
  ],
  indices: [
    { name: 'blocked_visitors_owner', columnNames: ['owner_org_id', 'created_at'] },
    { name: 'blocked_visitors_visit', columnNames: ['visit_id'] },
    { name: 'blocked_visitors_phone', columnNames: ['phone_hash', 'status'] },
    { name: 'blocked_visitors_document', columnNames: ['id_hash', 'status'] },
  ],
});

/** Visitors whom units do not let in. */
export class CreateBlockedVisitors1765100001000 implements MigrationInterface {
  readonly name = 'CreateBlockedVisitors1765100001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table(table(columns(runner))));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('blocked_visitors');
  }
}
