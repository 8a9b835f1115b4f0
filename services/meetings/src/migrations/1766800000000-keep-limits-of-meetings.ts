import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const added = (runner: QueryRunner) => {
  const c = columns(runner);
  const later = { nullable: true };
  return {
    meetings: [c.instant('ended_at', later), c.instant('minuted_at', later)].map((column) => new TableColumn(column)),
    resolutions: [new TableColumn(c.instant('supervised_at', later))],
  };
};

/** From what the limits of meetings and resolutions follow that they did not keep. */
export class KeepLimitsOfMeetings1766800000000 implements MigrationInterface {
  readonly name = 'KeepLimitsOfMeetings1766800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columnsOf] of Object.entries(added(runner))) await runner.addColumns(table, columnsOf);
    // Of meetings that wait for their minutes the planned end is the best that is known.
    await runner.query(`UPDATE meetings SET ended_at = end_at WHERE status IN ('ENDED', 'RECORDED')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, columnsOf] of Object.entries(added(runner))) await runner.dropColumns(table, columnsOf);
  }
}
