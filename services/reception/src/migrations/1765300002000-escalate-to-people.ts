import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const byOwner = { name: 'shift_replica_owner', columnNames: ['owner_org_id', 'start_at'] };

/**
 * Late callbacks become the work of named people: of who leads the shift, then of the head of the unit. A call without
 * a shift is an alarm only where somebody should have been there. Official notices are read back; an answer to the exchange
 * keeps which known calls it told otherwise.
 */
export class EscalateToPeople1765300002000 implements MigrationInterface {
  readonly name = 'EscalateToPeople1765300002000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumn('shift_replica', new TableColumn(c.ref('leader_id', { nullable: true })));
    await runner.addColumn('calls', new TableColumn(c.bool('watched', { nullable: true })));
    await runner.addColumn('callbacks', new TableColumn(c.json('escalated_to_ids', { nullable: true })));
    await runner.addColumn('call_leg_batches', new TableColumn(c.json('resettled', { nullable: true })));
    await runner.addColumn('call_notes', new TableColumn(c.text('notice_from', 100, { nullable: true })));
    await runner.addColumn('call_notes', new TableColumn(c.bool('read_back', { nullable: true })));
    await runner.addColumn('calls', new TableColumn(c.bool('read_back_owed', { nullable: true })));
    await runner.createIndex('shift_replica', new TableIndex(byOwner));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('shift_replica', byOwner.name);
    await runner.dropColumns('calls', ['watched', 'read_back_owed']);
    await runner.dropColumns('call_notes', ['notice_from', 'read_back']);
    await runner.dropColumns('call_leg_batches', ['resettled']);
    await runner.dropColumns('callbacks', ['escalated_to_ids']);
    await runner.dropColumns('shift_replica', ['leader_id']);
  }
}
