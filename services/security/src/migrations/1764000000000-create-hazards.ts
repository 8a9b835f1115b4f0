import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

const hazards = (c: Columns): TableOptions => ({
  name: 'hazards',
  columns: [
    ...c.root(),
    c.code('code', 40),
    c.ref('site_id'),
    c.ref('site_org_id'),
    c.longText('description', optional),
    c.code('category', 16),
    c.code('level', 16, optional),
    c.code('source_type', 20),
    c.ref('source_id', optional),
    c.ref('source_link_id', optional),
    c.ref('reporter_id', optional),
    c.bool('anonymous'),
    c.instant('reported_at'),
    c.ref('confirmed_by_id', optional),
    c.instant('confirmed_at', optional),
    c.ref('responsible_org_id', optional),
    c.instant('due_at', optional),
    c.instant('original_due_at', optional),
    c.integer('extensions'),
    c.longText('extension_reason', optional),
    c.bool('listed'),
    c.ref('listed_by_id', optional),
    c.json('plan', optional),
    c.json('earlier_plans'),
    c.json('rectifier_ids'),
    c.ref('rechecker_id', optional),
    c.integer('fail_count'),
    c.longText('root_cause', optional),
    c.longText('preventive', optional),
    c.ref('recurrence_of_id', optional),
    c.instant('notified_staff_at', optional),
    c.instant('reported_to_regulator_at', optional),
    c.bool('stop_use'),
    c.instant('stopped_at', optional),
    c.instant('closed_at', optional),
    c.longText('dismiss_reason', optional),
    c.longText('reopen_reason', optional),
  ],
  indices: [
    { name: 'hazards_code', columnNames: ['owner_org_id', 'code'], isUnique: true },
    { name: 'hazards_feed', columnNames: ['reported_at', 'id'] },
    { name: 'hazards_site', columnNames: ['site_id', 'status'] },
    { name: 'hazards_responsible', columnNames: ['responsible_org_id', 'status'] },
    { name: 'hazards_state', columnNames: ['status', 'reported_at', 'id'] },
    { name: 'hazards_restriction', columnNames: ['stop_use', 'status'] },
    { name: 'hazards_source', columnNames: ['source_id'] },
  ],
});

const acts = (c: Columns): TableOptions[] => [
  {
    name: 'rectifications',
    columns: [
      c.id(),
      c.ref('hazard_id'),
      c.integer('round'),
      c.ref('by_id'),
      c.instant('done_at'),
      c.bool('on_spot'),
      c.json('results'),
    ],
    indices: [{ name: 'rectifications_round', columnNames: ['hazard_id', 'round'], isUnique: true }],
  },
  {
    name: 'rechecks',
    columns: [
      c.id(),
      c.ref('hazard_id'),
      c.integer('round'),
      c.ref('by_id'),
      c.instant('checked_at'),
      c.code('result', 8),
      c.longText('findings', optional),
      c.json('evidence'),
    ],
    indices: [{ name: 'rechecks_round', columnNames: ['hazard_id', 'round'], isUnique: true }],
  },
  {
    name: 'hazard_links',
    columns: [c.id(), c.ref('item_id'), c.ref('hazard_id'), c.ref('supervisor_org_id'), c.instant('created_at')],
    indices: [
      { name: 'hazard_links_once', columnNames: ['item_id', 'hazard_id'], isUnique: true },
      { name: 'hazard_links_hazard', columnNames: ['hazard_id'] },
    ],
  },
];

export class CreateHazards1764000000000 implements MigrationInterface {
  readonly name = 'CreateHazards1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const table of [hazards(c), ...acts(c)]) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const { name } of [hazards(c), ...acts(c)]) await runner.dropTable(name);
  }
}
