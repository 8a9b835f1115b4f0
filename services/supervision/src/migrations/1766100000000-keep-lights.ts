import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const none = 3;
const indices = [
  { name: 'supervision_items_look', columnNames: ['light_next_at'] },
  { name: 'supervision_items_light', columnNames: ['light_rank', 'due_at', 'id'] },
];

/** Lights are stored, so that lists can be narrowed and ordered by them; those of registered items are looked at soon. */
export class KeepLights1766100000000 implements MigrationInterface {
  readonly name = 'KeepLights1766100000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns('supervision_items', [
      new TableColumn(c.integer('light_rank', { nullable: true })),
      new TableColumn(c.code('light_reason', 32, { nullable: true })),
      new TableColumn(c.instant('light_next_at', { nullable: true })),
    ]);
    await runner.query(
      `UPDATE supervision_items SET light_rank = ${none}, light_reason = 'NOT_REGISTERED', light_next_at = registered_at`,
    );
    for (const index of indices) await runner.createIndex('supervision_items', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of indices) await runner.dropIndex('supervision_items', name);
    await runner.dropColumns('supervision_items', ['light_rank', 'light_reason', 'light_next_at']);
  }
}
