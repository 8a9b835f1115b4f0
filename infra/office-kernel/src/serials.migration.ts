import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** A series can be told where it goes on, before its first own number; those that are counted already have begun. */
export class BeginSerials1765600000000 implements MigrationInterface {
  readonly name = 'BeginSerials1765600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('serials', new TableColumn(columns(runner).bool('begun', { nullable: true })));
    await runner.query('UPDATE serials SET begun = 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('serials', 'begun');
  }
}
