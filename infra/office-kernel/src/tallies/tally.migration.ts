import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Rows are counted as they are stored; what was there before is counted by a timer. */
export class CreateTallies1767300000000 implements MigrationInterface {
  readonly name = 'CreateTallies1767300000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const counted = [c.code('subject', 64), c.code('cell', 190), c.integer('n')];
    await runner.createTable(
      new Table({
        name: 'tallies',
        withoutRowid: true,
        columns: [c.key('subject', 64), c.key('cell', 190), c.integer('n')],
      }),
    );
    await runner.createTable(new Table({ name: 'tally_changes', columns: [c.autoId(), ...counted] }));
    await runner.createTable(
      new Table({ name: 'tally_checks', columns: [c.key('subject', 64), c.instant('checked_at', { nullable: true })] }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['tally_checks', 'tally_changes', 'tallies']) await runner.dropTable(table);
  }
}
