import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

export class CreateExtensionsAndCoordination1764100004000 implements MigrationInterface {
  readonly name = 'CreateExtensionsAndCoordination1764100004000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(extensions(c));
    await runner.createTable(coordinationCases(c));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('coordination_cases');
    await runner.dropTable('extensions');
  }
}

const extensions = (c: Columns) =>
  new Table({
    name: 'extensions',
    columns: [
      c.id(),
      c.ref('item_id'),
      c.ref('org_id'),
      c.instant('from_due_at'),
      c.instant('to_due_at'),
      c.longText('reason'),
      c.longText('progress'),
      c.ref('requested_by_id', optional),
      c.instant('requested_at'),
      c.instant('decide_by'),
      c.code('decision', 16),
      c.ref('decided_by_id', optional),
      c.instant('decided_at', optional),
      c.longText('refusal', optional),
      c.code('extension_no', 64, optional),
    ],
    indices: [{ name: 'extensions_item', columnNames: ['item_id', 'requested_at'] }],
  });

const coordinationCases = (c: Columns) =>
  new Table({
    name: 'coordination_cases',
    columns: [
      ...c.root(),
      c.text('subject', 200),
      c.ref('item_id'),
      c.ref('obstacle_id'),
      c.ref('requester_org_id'),
      c.ref('requested_by_id', optional),
      c.json('parties'),
      c.ref('coordinator_id', optional),
      c.code('level', 16),
      c.instant('due_at'),
      c.longText('outcome', optional),
      c.instant('decided_at', optional),
      c.ref('decided_by_id', optional),
    ],
    indices: [
      { name: 'coordination_cases_feed', columnNames: ['created_at', 'id'] },
      { name: 'coordination_cases_obstacle', columnNames: ['obstacle_id', 'created_at'] },
      { name: 'coordination_cases_item', columnNames: ['item_id'] },
    ],
  });
