import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

/** How bookings of rooms ended. */
export class CountBookings1767700040000 implements MigrationInterface {
  readonly name = 'CountBookings1767700040000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    await runner.createTable(
      new Table({
        name: 'booking_fact',
        columns: [
          c.id(),
          c.ref('org_id', { nullable: true }),
          c.moment('start_at'),
          c.moment('end_at'),
          c.bool('no_show', { nullable: true }),
        ],
        indices: [{ name: 'booking_fact_start_at', columnNames: ['start_at', 'org_id'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('booking_fact');
  }
}
