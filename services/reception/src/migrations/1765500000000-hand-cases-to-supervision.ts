import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** When a case that was handled again in vain was handed to supervision. */
export class HandCasesToSupervision1765500000000 implements MigrationInterface {
  readonly name = 'HandCasesToSupervision1765500000000';

  async up(runner: QueryRunner): Promise<void> {
    const supervisedAt = columns(runner).instant('supervised_at', { nullable: true });
    await runner.addColumn('service_cases', new TableColumn(supervisedAt));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('service_cases', 'supervised_at');
  }
}
