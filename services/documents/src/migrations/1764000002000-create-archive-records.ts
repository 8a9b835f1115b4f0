import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const optional = { nullable: true };

export class CreateArchiveRecords1764000002000 implements MigrationInterface {
  readonly name = 'CreateArchiveRecords1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'archive_records',
        columns: [...source(c), ...shelf(c)],
        indices: [
          { name: 'archive_records_source', columnNames: ['source_type', 'source_id'], isUnique: true },
          { name: 'archive_records_code', columnNames: ['archival_code'], isUnique: true },
          { name: 'archive_records_feed', columnNames: ['created_at', 'id'] },
          { name: 'archive_records_owner', columnNames: ['owner_org_id', 'status', 'created_at'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('archive_records');
  }
}

type Columns = ReturnType<typeof columns>;

const source = (c: Columns) => [
  ...c.root(),
  c.code('source_type', 20),
  c.ref('source_id'),
  c.text('title', 500, optional),
  c.integer('year'),
  c.day('record_date'),
  c.integer('pages', optional),
];

const shelf = (c: Columns) => [
  c.code('archival_code', 64, optional),
  c.code('fonds_code', 16, optional),
  c.code('category', 2, optional),
  c.code('retention', 4, optional),
  c.code('org_segment', 8, optional),
  c.integer('item_no', optional),
  c.day('retention_start', optional),
  c.day('retention_until', optional),
  c.json('retention_changes'),
  c.instant('catalogued_at', optional),
  c.ref('catalogued_by_id', optional),
];
