import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** What corrections replaced stays in the audit. */
export class KeepWhatWas1766510000000 implements MigrationInterface {
  readonly name = 'KeepWhatWas1766510000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('audit_log', new TableColumn(columns(runner).longText('was', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('audit_log', 'was');
  }
}
