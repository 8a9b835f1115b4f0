import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

export class CountTopics1767200060000 implements MigrationInterface {
  readonly name = 'CountTopics1767200060000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    const optional = { nullable: true };
    await runner.createTable(
      new Table({
        name: 'topic_fact',
        columns: [c.id(), c.ref('org_id', optional), c.moment('hot_at'), c.moment('answered_at')],
        indices: [{ name: 'topic_fact_hot_at', columnNames: ['hot_at', 'org_id'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('topic_fact');
  }
}
