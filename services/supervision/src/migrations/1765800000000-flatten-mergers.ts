import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const merged = { name: 'supervision_items_merged', columnNames: ['merged_into_id'] };

/** An item knows since when it is part of another, and what is part of it is found by index. */
export class FlattenMergers1765800000000 implements MigrationInterface {
  readonly name = 'FlattenMergers1765800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(
      'supervision_items',
      new TableColumn(columns(runner).instant('merged_at', { nullable: true })),
    );
    await runner.createIndex('supervision_items', new TableIndex(merged));
    await runner.query('UPDATE supervision_items SET merged_at = updated_at WHERE merged_into_id IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('supervision_items', merged.name);
    await runner.dropColumn('supervision_items', 'merged_at');
  }
}
