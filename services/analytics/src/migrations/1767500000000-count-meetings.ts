import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

/** Decisions that are here already have no limit until the tables are made anew (`REBUILD=analytics`). */
export class CountMeetings1767500000000 implements MigrationInterface {
  readonly name = 'CountMeetings1767500000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    await runner.createTable(
      new Table({
        name: 'meeting_fact',
        columns: [
          c.id(),
          c.ref('org_id', { nullable: true }),
          c.moment('start_at'),
          c.bool('cancelled', { nullable: true }),
        ],
        indices: [{ name: 'meeting_fact_start_at', columnNames: ['start_at', 'org_id'] }],
      }),
    );
    await runner.addColumn('decision_fact', new TableColumn(c.moment('due_at')));
    await runner.createIndex(
      'decision_fact',
      new TableIndex({ name: 'decision_fact_due_at', columnNames: ['due_at', 'org_id'] }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('decision_fact', 'decision_fact_due_at');
    await runner.dropColumn('decision_fact', 'due_at');
    await runner.dropTable('meeting_fact');
  }
}
