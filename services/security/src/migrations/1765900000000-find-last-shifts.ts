import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const byEnd = { name: 'duty_shifts_end', columnNames: ['owner_org_id', 'end_at'] };

/** The end of what a unit has published is looked up. */
export class FindLastShifts1765900000000 implements MigrationInterface {
  readonly name = 'FindLastShifts1765900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('duty_shifts', new TableIndex(byEnd));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('duty_shifts', byEnd.name);
  }
}
