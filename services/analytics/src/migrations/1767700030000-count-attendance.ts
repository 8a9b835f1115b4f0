import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

/** When meetings were held, and how many came. */
export class CountAttendance1767700030000 implements MigrationInterface {
  readonly name = 'CountAttendance1767700030000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    const added = [
      ...['opened_at', 'ended_at'].map((name) => c.moment(name)),
      ...people.map((name) => c.integer(name, { nullable: true })),
    ];
    await runner.addColumns(
      'meeting_fact',
      added.map((column) => new TableColumn(column)),
    );
    await runner.createIndex('meeting_fact', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('meeting_fact', index.name);
    await runner.dropColumns('meeting_fact', ['opened_at', 'ended_at', ...people]);
  }
}

const people = ['required', 'required_present', 'present'];
const index = { name: 'meeting_fact_ended_at', columnNames: ['ended_at', 'org_id'] };
