import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

const optional = { nullable: true };

/** Who came, what was in dispute, what was inspected, and which answers were not accepted. */
export class CountVisitsDisputesInspections1767200020000 implements MigrationInterface {
  readonly name = 'CountVisitsDisputesInspections1767200020000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    await runner.addColumn('case_fact', new TableColumn(c.moment('review_asked_at')));
    for (const table of tables(c)) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(factColumns(runner))) await runner.dropTable(name);
    await runner.dropColumns('case_fact', ['review_asked_at']);
  }
}

const tables = (c: ReturnType<typeof factColumns>) => [
  {
    name: 'visit_fact',
    columns: [c.id(), c.ref('org_id', optional), c.code('category', 16, optional), c.moment('arrived_at')],
    indices: [{ name: 'visit_fact_arrived_at', columnNames: ['arrived_at', 'org_id'] }],
  },
  {
    name: 'dispute_fact',
    columns: [
      ...[c.id(), c.code('category', 24, optional), c.moment('opened_at')],
      ...[c.moment('expired_at'), c.moment('settled_at'), c.bool('performed', optional)],
    ],
    indices: ['opened_at', 'expired_at', 'settled_at'].map((clock) => ({
      name: `dispute_fact_${clock}`,
      columnNames: [clock],
    })),
  },
  {
    name: 'inspection_fact',
    columns: [
      ...[c.id(), c.ref('org_id', optional), c.code('category', 16, optional)],
      ...[c.moment('due_at'), c.moment('finished_at')],
    ],
    indices: [{ name: 'inspection_fact_due_at', columnNames: ['due_at', 'org_id'] }],
  },
];
