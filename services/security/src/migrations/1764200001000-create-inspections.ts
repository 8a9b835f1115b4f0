import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

const optional = { nullable: true };

const tables = (c: ReturnType<typeof columns>): TableOptions[] => [
  {
    name: 'inspection_tasks',
    columns: [
      ...c.root(),
      c.code('task_no', 64),
      c.ref('site_id'),
      c.code('kind', 16),
      c.text('template', 200, optional),
      c.json('inspector_ids'),
      c.day('due_on'),
      c.instant('started_at', optional),
      c.instant('finished_at', optional),
      c.integer('score', optional),
    ],
    indices: [
      { name: 'inspection_tasks_number', columnNames: ['task_no', 'owner_org_id'], isUnique: true },
      { name: 'inspection_tasks_feed', columnNames: ['due_on', 'id'] },
      { name: 'inspection_tasks_site', columnNames: ['site_id', 'finished_at'] },
    ],
  },
  {
    name: 'findings',
    columns: [
      c.id(),
      c.code('finding_no', 64),
      c.ref('task_id'),
      c.code('item_key', 64),
      c.longText('text', optional),
      c.code('level', 16),
      c.bool('fixed_on_spot'),
    ],
    indices: [
      { name: 'findings_once', columnNames: ['task_id', 'item_key'], isUnique: true },
      { name: 'findings_number', columnNames: ['finding_no'] },
    ],
  },
];

export class CreateInspections1764200001000 implements MigrationInterface {
  readonly name = 'CreateInspections1764200001000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(columns(runner))) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(columns(runner))) await runner.dropTable(name);
  }
}
