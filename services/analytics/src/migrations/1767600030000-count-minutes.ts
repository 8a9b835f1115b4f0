import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

/** Whether minutes were issued in time. */
export class CountMinutes1767600030000 implements MigrationInterface {
  readonly name = 'CountMinutes1767600030000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    const added = [c.moment('minutes_due_at'), c.moment('minuted_at')];
    await runner.addColumns(
      'meeting_fact',
      added.map((column) => new TableColumn(column)),
    );
    await runner.createIndex('meeting_fact', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('meeting_fact', index.name);
    await runner.dropColumns('meeting_fact', ['minutes_due_at', 'minuted_at']);
  }
}

const index = { name: 'meeting_fact_minutes_due_at', columnNames: ['minutes_due_at', 'org_id'] };
