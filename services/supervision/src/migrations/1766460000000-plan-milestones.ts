import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const optional = { nullable: true };

export class PlanMilestones1766460000000 implements MigrationInterface {
  readonly name = 'PlanMilestones1766460000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'milestones',
        columns: [
          c.id(),
          c.ref('item_id'),
          c.text('name', 200),
          c.instant('planned_at'),
          c.integer('weight_percent'),
          c.instant('added_at'),
          c.ref('added_by_id', optional),
          c.instant('done_at', optional),
          c.ref('done_by_id', optional),
          c.json('evidence'),
          c.instant('dropped_at', optional),
          c.longText('dropped_reason', optional),
        ],
        indices: [{ name: 'milestones_item', columnNames: ['item_id', 'planned_at'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('milestones');
  }
}
