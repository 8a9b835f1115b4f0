import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const optional = { nullable: true };

const added = (c: ReturnType<typeof columns>) => [
  c.instant('erased_at', optional),
  c.ref('erased_by_id', optional),
  c.text('erase_reason', 500, optional),
];

/** A visit keeps who took its visitor out of it, when and why. */
export class EraseVisitors1765100002000 implements MigrationInterface {
  readonly name = 'EraseVisitors1765100002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns(
      'visits',
      added(columns(runner)).map((column) => new TableColumn(column)),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns(
      'visits',
      added(columns(runner)).map(({ name }) => name),
    );
  }
}
