import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

/** Whether decisions of meetings and leaders were followed in time. */
export class CountFollowedDecisions1767700050000 implements MigrationInterface {
  readonly name = 'CountFollowedDecisions1767700050000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    await runner.createTable(
      new Table({
        name: 'directive_fact',
        columns: [
          c.id(),
          c.ref('org_id', { nullable: true }),
          c.code('category', 16, { nullable: true }),
          c.moment('decided_at'),
          c.bool('waived', { nullable: true }),
          c.moment('followed_at'),
          c.moment('follow_by'),
        ],
        indices: [{ name: 'directive_fact_decided_at', columnNames: ['decided_at', 'org_id'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('directive_fact');
  }
}
