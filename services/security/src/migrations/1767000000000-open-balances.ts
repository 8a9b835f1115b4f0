import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** Hazards that came in open at a balance day run like own ones. */
export class OpenBalances1767000000000 implements MigrationInterface {
  readonly name = 'OpenBalances1767000000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumn('hazards', new TableColumn(c.instant('opened_at', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('hazards', 'opened_at');
  }
}
