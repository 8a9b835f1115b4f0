import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const tables = ['documents', 'deliveries'];

/** What came in open at a balance day runs like own documents and deliveries. */
export class OpenBalances1767000000000 implements MigrationInterface {
  readonly name = 'OpenBalances1767000000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const table of tables)
      await runner.addColumn(table, new TableColumn(c.instant('opened_at', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.dropColumn(table, 'opened_at');
  }
}
