import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** Which matter was rated, so that bad ratings of one are seen together. */
export class RateMatters1766460000000 implements MigrationInterface {
  readonly name = 'RateMatters1766460000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['ratings', 'rating_codes'])
      await runner.addColumn(table, new TableColumn(columns(runner).ref('matter_id', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['rating_codes', 'ratings']) await runner.dropColumn(table, 'matter_id');
  }
}
