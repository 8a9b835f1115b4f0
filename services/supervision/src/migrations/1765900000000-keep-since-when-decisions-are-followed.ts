import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const orphans = {
  name: 'resolution_replica_orphan',
  columnNames: ['requires_action', 'waived', 'followed_at', 'adopted_at', 'id'],
};

/** Of all decisions the few that nobody follows are found by an index, as of any moment. */
export class KeepSinceWhenDecisionsAreFollowed1765900000000 implements MigrationInterface {
  readonly name = 'KeepSinceWhenDecisionsAreFollowed1765900000000';

  async up(runner: QueryRunner): Promise<void> {
    const followedAt = columns(runner).instant('followed_at', { nullable: true });
    await runner.addColumn('resolution_replica', new TableColumn(followedAt));
    await runner.createIndex('resolution_replica', new TableIndex(orphans));
    await runner.query(`UPDATE resolution_replica SET followed_at = (
      SELECT MIN(CASE WHEN i.registered_at IS NOT NULL THEN i.registered_at
                      WHEN i.merged_at > e.registered_at THEN i.merged_at
                      ELSE e.registered_at END)
      FROM supervision_items i LEFT JOIN supervision_items e ON e.id = i.merged_into_id
      WHERE i.source_type = 'Resolution' AND i.source_id = resolution_replica.id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('resolution_replica', orphans.name);
    await runner.dropColumn('resolution_replica', 'followed_at');
  }
}
