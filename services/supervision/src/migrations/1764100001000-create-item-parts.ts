import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const optional = { nullable: true };
type Columns = ReturnType<typeof columns>;

export class CreateItemParts1764100001000 implements MigrationInterface {
  readonly name = 'CreateItemParts1764100001000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const table of [assignments(c), reports(c), obstacles(c), notices(c), links(c)])
      await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['hazard_links', 'urge_notices', 'obstacles', 'progress_reports', 'assignments'])
      await runner.dropTable(name);
  }
}

const assignments = (c: Columns) =>
  new Table({
    name: 'assignments',
    columns: [
      c.id(),
      c.ref('item_id'),
      c.ref('org_id'),
      c.bool('lead'),
      c.ref('responsible_leader_id', optional),
      c.ref('handler_id', optional),
      c.code('state', 16),
      c.integer('progress_percent'),
      c.instant('sent_at'),
      c.instant('accepted_at', optional),
      c.instant('done_at', optional),
      c.instant('due_at', optional),
    ],
    indices: [
      { name: 'assignments_part', columnNames: ['item_id', 'org_id'], isUnique: true },
      { name: 'assignments_handler', columnNames: ['handler_id', 'item_id'] },
    ],
  });

const reports = (c: Columns) =>
  new Table({
    name: 'progress_reports',
    columns: [
      c.id(),
      c.ref('item_id'),
      c.code('kind', 16),
      c.ref('org_id', optional),
      c.ref('reporter_id', optional),
      c.instant('at'),
      c.integer('percent', optional),
      c.longText('text'),
      c.longText('fall_reason', optional),
      c.longText('problems', optional),
      c.json('evidence'),
    ],
    indices: [{ name: 'progress_reports_item', columnNames: ['item_id', 'at'] }],
  });

const obstacles = (c: Columns) =>
  new Table({
    name: 'obstacles',
    columns: [
      c.id(),
      c.ref('item_id'),
      c.code('kind', 16),
      c.longText('description'),
      c.longText('proposal'),
      c.json('affected_org_ids'),
      c.ref('raised_by_id', optional),
      c.instant('raised_at'),
      c.code('state', 16),
      c.ref('resolved_by_id', optional),
      c.instant('resolved_at', optional),
      c.longText('resolution', optional),
    ],
    indices: [{ name: 'obstacles_item', columnNames: ['item_id', 'raised_at'] }],
  });

const notices = (c: Columns) =>
  new Table({
    name: 'urge_notices',
    columns: [
      c.id(),
      c.ref('item_id'),
      c.code('color', 16),
      c.integer('serial'),
      c.ref('to_org_id'),
      c.longText('reason'),
      c.ref('issued_by_id', optional),
      c.instant('issued_at'),
      c.instant('answer_due_at'),
      c.instant('answered_at', optional),
      c.ref('answered_by_id', optional),
      c.longText('answer', optional),
    ],
    indices: [{ name: 'urge_notices_item', columnNames: ['item_id', 'serial'], isUnique: true }],
  });

const links = (c: Columns) =>
  new Table({
    name: 'hazard_links',
    columns: [
      c.id(),
      c.ref('item_id'),
      c.code('role', 16),
      c.code('state', 16),
      c.ref('hazard_id', optional),
      c.ref('requested_hazard_id', optional),
      c.longText('draft_description', optional),
      c.instant('created_at'),
    ],
    indices: [
      { name: 'hazard_links_item', columnNames: ['item_id', 'created_at'] },
      { name: 'hazard_links_hazard', columnNames: ['hazard_id', 'item_id'], isUnique: true },
      { name: 'hazard_links_requested', columnNames: ['requested_hazard_id'] },
    ],
  });
