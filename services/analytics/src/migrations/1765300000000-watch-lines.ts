import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** A call without a shift counts as an alarm only where somebody should have been there. */
export class WatchLines1765300000000 implements MigrationInterface {
  readonly name = 'WatchLines1765300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('call_fact', new TableColumn(columns(runner).bool('watched', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('call_fact', ['watched']);
  }
}
