import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

const optional = { nullable: true };

/** Reports that are owed, and what was handed in. */
export class CountReports1767200050000 implements MigrationInterface {
  readonly name = 'CountReports1767200050000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(factColumns(runner))) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(factColumns(runner))) await runner.dropTable(name);
  }
}

const tables = (c: ReturnType<typeof factColumns>) => [
  {
    name: 'report_fact',
    columns: [
      ...[c.id(), c.ref('org_id', optional), c.code('category', 16, optional)],
      ...[c.moment('due_at'), c.moment('grace_until_at'), c.moment('exempted_at')],
    ],
    indices: [{ name: 'report_fact_due_at', columnNames: ['due_at', 'org_id'] }],
  },
  {
    name: 'hand_in_fact',
    columns: [
      ...[c.key('id', 64), c.ref('org_id', optional), c.code('category', 16, optional), c.ref('report_id', optional)],
      ...[c.integer('attempt', optional), c.moment('submitted_at'), c.moment('returned_at')],
    ],
    indices: [
      { name: 'hand_in_fact_submitted_at', columnNames: ['submitted_at', 'org_id'] },
      { name: 'hand_in_fact_report_id', columnNames: ['report_id'] },
    ],
  },
];
