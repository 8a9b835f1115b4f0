import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const optional = { nullable: true };
const opening = { name: 'reporting_duties_opening', columnNames: ['opens_at', 'id'] };
const owed = { name: 'report_submissions_owed', columnNames: ['owner_org_id', 'status', 'due_at', 'id'] };

/** Reports are expected by the clock: what begins next of each duty, what has begun, and who was urged when. */
export class ExpectReports1766420000000 implements MigrationInterface {
  readonly name = 'ExpectReports1766420000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns('reporting_duties', [
      new TableColumn(c.code('next_period', 16, optional)),
      new TableColumn(c.instant('opens_at', optional)),
    ]);
    await runner.createIndex('reporting_duties', new TableIndex(opening));
    await runner.createIndex('report_submissions', new TableIndex(owed));
    for (const table of tables(c)) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(columns(runner))) await runner.dropTable(name);
    await runner.dropIndex('report_submissions', owed.name);
    await runner.dropIndex('reporting_duties', opening.name);
    await runner.dropColumns('reporting_duties', ['next_period', 'opens_at']);
  }
}

const tables = (c: ReturnType<typeof columns>) => [
  {
    name: 'report_periods',
    columns: [
      c.id(),
      c.ref('duty_id'),
      c.code('period', 16),
      c.instant('due_at'),
      c.instant('opened_at'),
      c.bool('complete'),
      c.integer('turn'),
      c.instant('next_at', optional),
    ],
    indices: [
      { name: 'report_periods_period', columnNames: ['duty_id', 'period'], isUnique: true },
      { name: 'report_periods_incomplete', columnNames: ['complete', 'id'] },
      { name: 'report_periods_next', columnNames: ['next_at', 'id'] },
    ],
  },
  {
    name: 'report_urges',
    columns: [c.id(), c.ref('submission_id'), c.code('moment', 16), c.instant('at')],
    indices: [{ name: 'report_urges_moment', columnNames: ['submission_id', 'moment'], isUnique: true }],
  },
];
