import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const optional = { nullable: true };

export class CreateItems1764100000000 implements MigrationInterface {
  readonly name = 'CreateItems1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'supervision_items',
        columns: [...c.root(), ...matter(c), ...course(c)],
        indices: [
          { name: 'supervision_items_open', columnNames: ['open_key'], isUnique: true },
          { name: 'supervision_items_code', columnNames: ['owner_org_id', 'code'], isUnique: true },
          { name: 'supervision_items_feed', columnNames: ['created_at', 'id'] },
          { name: 'supervision_items_source', columnNames: ['source_type', 'source_id'] },
          { name: 'supervision_items_due', columnNames: ['due_at', 'id'] },
          { name: 'supervision_items_ledger', columnNames: ['owner_org_id', 'registered_at', 'id'] },
          { name: 'supervision_items_lead', columnNames: ['lead_org_id', 'created_at'] },
          { name: 'supervision_items_supervisor', columnNames: ['supervisor_id', 'due_at'] },
          { name: 'supervision_items_leader', columnNames: ['leader_id', 'due_at'] },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'verifications',
        columns: [
          c.id(),
          c.ref('item_id'),
          c.code('method', 20),
          c.ref('verifier_id'),
          c.instant('at'),
          c.code('result', 16),
          c.longText('findings', optional),
          c.json('evidence'),
        ],
        indices: [{ name: 'verifications_item', columnNames: ['item_id', 'at'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('verifications');
    await runner.dropTable('supervision_items');
  }
}

type Columns = ReturnType<typeof columns>;

const matter = (c: Columns) => [
  c.code('code', 64, optional),
  c.text('title', 200, optional),
  c.code('category', 32),
  c.code('weight', 16),
  c.code('origin', 16),
  c.code('source_type', 32, optional),
  c.ref('source_id', optional),
  c.integer('source_sequence'),
  c.code('open_key', 160, optional),
  c.longText('requirement', optional),
  c.longText('measurable_target', optional),
  c.ref('leader_id', optional),
  c.ref('lead_org_id', optional),
  c.json('co_org_ids'),
  c.day('suggested_due_on', optional),
  c.ref('supervisor_id', optional),
];

const course = (c: Columns) => [
  c.ref('registered_by_id', optional),
  c.instant('registered_at', optional),
  c.instant('due_at', optional),
  c.instant('original_due_at', optional),
  c.code('feedback_cycle', 16),
  c.integer('progress_percent'),
  c.instant('accepted_at', optional),
  c.json('worker_ids'),
  c.json('idle'),
  c.instant('completed_at', optional),
  c.instant('struck_off_at', optional),
  c.instant('filed_at', optional),
  c.longText('result', optional),
  c.longText('state_reason', optional),
  c.ref('merged_into_id', optional),
];
