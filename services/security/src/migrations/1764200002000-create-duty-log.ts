import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const optional = { nullable: true };

export class CreateDutyLog1764200002000 implements MigrationInterface {
  readonly name = 'CreateDutyLog1764200002000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'duty_log',
        columns: [
          c.id(),
          c.code('log_no', 64),
          c.ref('owner_org_id'),
          c.ref('shift_id'),
          c.instant('entry_at'),
          c.code('kind', 16),
          c.ref('officer_id', optional),
          c.longText('text', optional),
          c.code('call_ref', 64, optional),
          c.bool('open_item'),
          c.instant('closed_at', optional),
        ],
        indices: [
          { name: 'duty_log_number', columnNames: ['owner_org_id', 'log_no'], isUnique: true },
          { name: 'duty_log_shift', columnNames: ['shift_id', 'entry_at'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('duty_log');
  }
}
