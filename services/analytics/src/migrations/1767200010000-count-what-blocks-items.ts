import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

const optional = { nullable: true };

/** What blocks items, what is done about it, and what the office found by itself. */
export class CountWhatBlocksItems1767200010000 implements MigrationInterface {
  readonly name = 'CountWhatBlocksItems1767200010000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    await runner.addColumn('item_fact', new TableColumn(c.bool('proactive', optional)));
    for (const table of tables(c)) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(factColumns(runner))) await runner.dropTable(name);
    await runner.dropColumns('item_fact', ['proactive']);
  }
}

const tables = (c: ReturnType<typeof factColumns>) => [
  {
    name: 'obstacle_fact',
    columns: [
      ...[c.id(), c.ref('item_id', optional), c.code('category', 16, optional)],
      ...[c.moment('raised_at'), c.moment('resolved_at'), c.moment('accepted_at')],
    ],
    indices: [
      { name: 'obstacle_fact_raised_at', columnNames: ['raised_at'] },
      { name: 'obstacle_fact_resolved_at', columnNames: ['resolved_at'] },
    ],
  },
  {
    name: 'coordination_fact',
    columns: [
      ...[c.id(), c.ref('org_id', optional), c.moment('requested_at'), c.moment('settled_at')],
      c.bool('agreed', optional),
    ],
    indices: [{ name: 'coordination_fact_settled_at', columnNames: ['settled_at', 'org_id'] }],
  },
  {
    name: 'gap_fact',
    columns: [
      ...[c.id(), c.ref('org_id', optional), c.code('category', 16, optional)],
      ...[c.moment('opened_at'), c.moment('filled_at')],
    ],
    indices: [{ name: 'gap_fact_opened_at', columnNames: ['opened_at', 'org_id'] }],
  },
  {
    name: 'verification_fact',
    columns: [c.id(), c.ref('item_id', optional), c.bool('passed', optional), c.moment('verified_at')],
    indices: [
      { name: 'verification_fact_verified_at', columnNames: ['verified_at'] },
      { name: 'verification_fact_item_id', columnNames: ['item_id', 'verified_at'] },
    ],
  },
  {
    name: 'extension_fact',
    columns: [
      ...[c.id(), c.ref('org_id', optional), c.moment('requested_at'), c.moment('decided_at')],
      c.bool('granted', optional),
    ],
    indices: [
      { name: 'extension_fact_requested_at', columnNames: ['requested_at', 'org_id'] },
      { name: 'extension_fact_decided_at', columnNames: ['decided_at', 'org_id'] },
    ],
  },
  {
    name: 'notice_fact',
    columns: [c.id(), c.ref('org_id', optional), c.code('category', 16, optional), c.moment('issued_at')],
    indices: [{ name: 'notice_fact_issued_at', columnNames: ['issued_at', 'org_id'] }],
  },
];
