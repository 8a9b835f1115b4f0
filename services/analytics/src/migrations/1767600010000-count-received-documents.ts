import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

/** What registers received, how long drafts took, and what was to be filed. */
export class CountReceivedDocuments1767600010000 implements MigrationInterface {
  readonly name = 'CountReceivedDocuments1767600010000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    await runner.addColumn('document_fact', new TableColumn(c.moment('drafted_at')));
    for (const table of tables(c)) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(factColumns(runner))) await runner.dropTable(name);
    await runner.dropColumns('document_fact', ['drafted_at']);
  }
}

const optional = { nullable: true };

const tables = (c: ReturnType<typeof factColumns>) => [
  {
    name: 'received_fact',
    columns: [
      ...[c.id(), c.ref('org_id', optional), c.ref('handler_id', optional)],
      ...[c.code('category', 24, optional), c.code('level', 16, optional)],
      ...[c.moment('received_at'), c.moment('due_at'), c.moment('finished_at'), c.bool('returned', optional)],
    ],
    indices: [
      { name: 'received_fact_received_at', columnNames: ['received_at', 'org_id'] },
      { name: 'received_fact_due_at', columnNames: ['due_at', 'handler_id'] },
      { name: 'received_fact_finished_at', columnNames: ['finished_at', 'org_id'] },
    ],
  },
  {
    name: 'filing_fact',
    columns: [
      ...[c.id(), c.ref('org_id', optional), c.code('category', 20, optional)],
      ...[c.moment('due_at'), c.moment('catalogued_at')],
    ],
    indices: [{ name: 'filing_fact_due_at', columnNames: ['due_at', 'org_id'] }],
  },
];
