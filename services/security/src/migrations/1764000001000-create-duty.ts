import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

const optional = { nullable: true };

const tables = (c: ReturnType<typeof columns>): TableOptions[] => [
  {
    name: 'duty_rosters',
    columns: [
      ...c.root(),
      c.text('name', 100),
      c.ref('serves_org_id'),
      c.instant('from_at'),
      c.instant('to_at'),
      c.json('rules'),
      c.text('imported_from', 200, optional),
      c.instant('published_at', optional),
    ],
    indices: [
      { name: 'duty_rosters_period', columnNames: ['owner_org_id', 'from_at'] },
      { name: 'duty_rosters_import', columnNames: ['owner_org_id', 'imported_from'], isUnique: true },
    ],
  },
  {
    name: 'duty_shifts',
    columns: [
      ...c.root(),
      c.ref('roster_id'),
      c.code('shift_no', 40),
      c.ref('serves_org_id'),
      c.code('kind', 16),
      c.instant('start_at'),
      c.instant('end_at'),
      c.ref('leader_id'),
      c.json('officer_ids'),
      c.ref('backup_id', optional),
      c.text('phone', 20, optional),
      c.integer('officer_min'),
      c.json('check_ins'),
      c.bool('phone_tested', optional),
      c.integer('handover_open_items', optional),
      c.instant('published_at', optional),
    ],
    indices: [
      { name: 'duty_shifts_number', columnNames: ['roster_id', 'shift_no'], isUnique: true },
      { name: 'duty_shifts_owner', columnNames: ['owner_org_id', 'start_at'] },
      { name: 'duty_shifts_serves', columnNames: ['serves_org_id', 'start_at'] },
    ],
  },
  {
    name: 'duty_assignments',
    columns: [
      c.id(),
      c.ref('shift_id'),
      c.ref('person_id'),
      c.code('duty', 16),
      c.instant('start_at'),
      c.instant('end_at'),
      c.bool('published'),
    ],
    indices: [
      { name: 'duty_assignments_person', columnNames: ['person_id', 'start_at'] },
      { name: 'duty_assignments_shift', columnNames: ['shift_id'] },
    ],
  },
];

export class CreateDuty1764000001000 implements MigrationInterface {
  readonly name = 'CreateDuty1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(columns(runner))) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(columns(runner))) await runner.dropTable(name);
  }
}
