import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const indices = [
  ['ratings', { name: 'ratings_bad', columnNames: ['bad', 'rated_at', 'id'] }],
  ['ratings', { name: 'ratings_bad_due', columnNames: ['bad', 'due_at', 'id'] }],
  ['calls', { name: 'calls_classified', columnNames: ['classification', 'ring_at', 'id'] }],
] as const;

/** Bad ratings, and calls of a rare kind, are few among very many. */
export class FindTheFewBadOnes1766100000000 implements MigrationInterface {
  readonly name = 'FindTheFewBadOnes1766100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('ratings', new TableColumn(columns(runner).bool('bad', { nullable: true })));
    await runner.query('UPDATE ratings SET bad = (score <= 2)');
    for (const [table, { name, columnNames }] of indices)
      await runner.createIndex(table, new TableIndex({ name, columnNames: [...columnNames] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, { name }] of indices) await runner.dropIndex(table, name);
    await runner.dropColumn('ratings', 'bad');
  }
}
