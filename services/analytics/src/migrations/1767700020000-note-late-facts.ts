import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

/** Facts that became known when their day was over; of what was projected before there are none. */
export class NoteLateFacts1767700020000 implements MigrationInterface {
  readonly name = 'NoteLateFacts1767700020000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    await runner.createTable(
      new Table({
        name: 'late_facts',
        columns: [c.key('clock', 60), c.key('fact_id'), c.moment('known_at', { nullable: false })],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('late_facts');
  }
}
