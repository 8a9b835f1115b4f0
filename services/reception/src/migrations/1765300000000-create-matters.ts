import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

/** What units serve, and which of it a case asks for. */
export class CreateMatters1765300000000 implements MigrationInterface {
  readonly name = 'CreateMatters1765300000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'matters',
        columns: [
          ...c.root(),
          c.code('code', 64),
          c.integer('edition'),
          c.text('name', 200),
          c.json('materials'),
          c.integer('legal_days'),
          c.integer('promised_days'),
          c.text('fee', 200, { nullable: true }),
          c.integer('on_site_times'),
          c.longText('guide', { nullable: true }),
          c.json('channels'),
          c.ref('published_by_id', { nullable: true }),
          c.instant('retired_at', { nullable: true }),
        ],
        indices: [
          { name: 'matters_code', columnNames: ['owner_org_id', 'code', 'edition'], isUnique: true },
          { name: 'matters_feed', columnNames: ['status', 'created_at', 'id'] },
        ],
      }),
    );
    await runner.addColumn('service_cases', new TableColumn(c.ref('matter_id', { nullable: true })));
    await runner.addColumn('service_cases', new TableColumn(c.integer('answer_days', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('service_cases', ['matter_id', 'answer_days']);
    await runner.dropTable('matters');
  }
}
