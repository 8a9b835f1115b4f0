import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const optional = { nullable: true };

/** A unit may be exempted from a report, and who decided on a hand-in is kept. */
export class ExemptAndCorrectReports1766430000000 implements MigrationInterface {
  readonly name = 'ExemptAndCorrectReports1766430000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns('report_submissions', [
      new TableColumn(c.instant('exempted_at', optional)),
      new TableColumn(c.ref('exempted_by_id', optional)),
      new TableColumn(c.longText('exempt_reason', optional)),
    ]);
    await runner.addColumn('report_attempts', new TableColumn(c.ref('decided_by_id', optional)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('report_attempts', 'decided_by_id');
    await runner.dropColumns('report_submissions', ['exempted_at', 'exempted_by_id', 'exempt_reason']);
  }
}
