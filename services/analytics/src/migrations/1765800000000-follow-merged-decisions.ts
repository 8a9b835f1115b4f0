import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

/** A decision whose item was merged is followed by another one. */
export class FollowMergedDecisions1765800000000 implements MigrationInterface {
  readonly name = 'FollowMergedDecisions1765800000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    const added = [c.ref('item_id', { nullable: true }), c.moment('followed_at')];
    await runner.addColumns(
      'decision_fact',
      added.map((column) => new TableColumn(column)),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('decision_fact', ['item_id', 'followed_at']);
  }
}
