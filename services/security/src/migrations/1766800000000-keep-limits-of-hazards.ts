import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const added = (runner: QueryRunner) => {
  const c = columns(runner);
  const later = { nullable: true };
  return [
    c.code('reported_level', 16, later),
    c.instant('plan_due_at', later),
    c.instant('reopened_at', later),
    c.integer('relapses', later),
  ].map((column) => new TableColumn(column));
};

/** From what the limits of a hazard follow that it did not keep: how grave it was said to be, the outermost end, and relapses. */
export class KeepLimitsOfHazards1766800000000 implements MigrationInterface {
  readonly name = 'KeepLimitsOfHazards1766800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('hazards', added(runner));
    // Of a hazard that nobody confirmed the level is still the reported one.
    await runner.query(`UPDATE hazards SET reported_level = level WHERE status = 'REPORTED'`);
    await runner.query(
      `UPDATE hazards SET plan_due_at = due_at WHERE status = 'CONFIRMED' AND level = 'MAJOR' AND imported_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('hazards', added(runner));
  }
}
