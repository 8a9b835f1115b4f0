import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

const life = (c: Columns) => [
  c.id(),
  c.integer('version'),
  c.ref('owner_org_id'),
  c.code('secrecy_level', 16),
  c.instant('created_at'),
  c.instant('updated_at'),
];

export class CreateReporting1764100005000 implements MigrationInterface {
  readonly name = 'CreateReporting1764100005000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(duties(c));
    await runner.createTable(submissions(c));
    await runner.createTable(attempts(c));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['report_attempts', 'report_submissions', 'reporting_duties']) await runner.dropTable(name);
  }
}

const duties = (c: Columns) =>
  new Table({
    name: 'reporting_duties',
    columns: [
      ...life(c),
      c.text('name', 100),
      c.code('kind', 16),
      c.json('reporter_org_ids'),
      c.json('fields'),
      c.integer('grace_hours'),
      c.bool('active'),
    ],
    indices: [{ name: 'reporting_duties_name', columnNames: ['owner_org_id', 'name'], isUnique: true }],
  });

const submissions = (c: Columns) =>
  new Table({
    name: 'report_submissions',
    columns: [...life(c), c.code('status', 16), c.ref('duty_id'), c.code('period', 16), c.instant('due_at')],
    indices: [{ name: 'report_submissions_cell', columnNames: ['duty_id', 'period', 'owner_org_id'], isUnique: true }],
  });

const attempts = (c: Columns) =>
  new Table({
    name: 'report_attempts',
    columns: [
      c.id(),
      c.ref('submission_id'),
      c.integer('attempt'),
      c.ref('submitted_by_id', optional),
      c.instant('submitted_at'),
      c.code('state', 16),
      c.instant('decided_at', optional),
      c.longText('return_reason', optional),
      c.json('values_given'),
      c.longText('summary', optional),
      c.longText('next_plan', optional),
    ],
    indices: [{ name: 'report_attempts_turn', columnNames: ['submission_id', 'attempt'], isUnique: true }],
  });
