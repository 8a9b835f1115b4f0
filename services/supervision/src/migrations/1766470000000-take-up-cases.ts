import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

const optional = { nullable: true };

/** What an item for a case, or for bad ratings of one matter, is proposed from. */
export class TakeUpCases1766470000000 implements MigrationInterface {
  readonly name = 'TakeUpCases1766470000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns('case_replica', [
      new TableColumn(c.ref('responsible_org_id', optional)),
      new TableColumn(c.text('title', 200, optional)),
    ]);
    await runner.createTable(
      new Table({
        name: 'bad_ratings',
        columns: [
          c.id(),
          c.ref('matter_id'),
          c.ref('org_id'),
          c.code('secrecy_level', 16),
          c.instant('rated_at'),
          c.ref('item_id', optional),
        ],
        indices: [{ name: 'bad_ratings_matter', columnNames: ['matter_id', 'rated_at'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('bad_ratings');
    await runner.dropColumns('case_replica', ['title', 'responsible_org_id']);
  }
}
