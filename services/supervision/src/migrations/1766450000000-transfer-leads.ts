import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const optional = { nullable: true };

/** What a unit says against its part, and who led when progress was reported. */
export class TransferLeads1766450000000 implements MigrationInterface {
  readonly name = 'TransferLeads1766450000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumn('assignments', new TableColumn(c.json('dispute', optional)));
    await runner.addColumn('progress_reports', new TableColumn(c.bool('of_lead', optional)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('progress_reports', 'of_lead');
    await runner.dropColumn('assignments', 'dispute');
  }
}
