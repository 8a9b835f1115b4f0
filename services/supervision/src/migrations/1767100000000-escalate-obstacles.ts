import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const optional = { nullable: true };

/** Who brought an obstacle before the leader of the item, when and why. */
export class EscalateObstacles1767100000000 implements MigrationInterface {
  readonly name = 'EscalateObstacles1767100000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns('obstacles', [
      new TableColumn(c.ref('escalated_by_id', optional)),
      new TableColumn(c.instant('escalated_at', optional)),
      new TableColumn(c.longText('escalation_reason', optional)),
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('obstacles', ['escalation_reason', 'escalated_at', 'escalated_by_id']);
  }
}
