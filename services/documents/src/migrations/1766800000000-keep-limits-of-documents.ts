import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** When a document was filed, which its limit asks. */
export class KeepLimitsOfDocuments1766800000000 implements MigrationInterface {
  readonly name = 'KeepLimitsOfDocuments1766800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('documents', new TableColumn(columns(runner).instant('filed_at', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('documents', 'filed_at');
  }
}
