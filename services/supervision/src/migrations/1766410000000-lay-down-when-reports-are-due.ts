import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const table = 'reporting_duties';

/** Until when reports are owed is data of the duty; until now all were owed on Fridays, 17:00. */
export class LayDownWhenReportsAreDue1766410000000 implements MigrationInterface {
  readonly name = 'LayDownWhenReportsAreDue1766410000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns(table, [
      new TableColumn(c.integer('due_day', { nullable: true })),
      new TableColumn(c.day('due_on', { nullable: true })),
      new TableColumn({ ...c.code('due_time', 5), default: "'17:00'" }),
    ]);
    await runner.changeColumn(table, 'due_time', new TableColumn(c.code('due_time', 5)));
    await runner.query(`UPDATE ${table} SET due_day = 5`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns(table, ['due_day', 'due_on', 'due_time']);
  }
}
