import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const optional = { nullable: true };

export class CreateSources1764100002000 implements MigrationInterface {
  readonly name = 'CreateSources1764100002000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'resolution_replica',
        columns: [
          c.id(),
          c.ref('owner_org_id'),
          c.code('secrecy_level', 16),
          c.code('code', 64),
          c.ref('meeting_id'),
          c.longText('text', optional),
          c.bool('requires_action'),
          c.bool('waived'),
          c.ref('lead_org_id', optional),
          c.json('co_org_ids'),
          c.ref('leader_id', optional),
          c.day('due_on', optional),
          c.instant('adopted_at'),
        ],
        indices: [{ name: 'resolution_replica_adopted', columnNames: ['adopted_at', 'id'] }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'hazard_replica',
        columns: [
          c.id(),
          c.code('code', 64),
          c.ref('owner_org_id'),
          c.code('secrecy_level', 16),
          c.ref('site_id'),
          c.ref('responsible_org_id', optional),
          c.code('level', 16, optional),
          c.code('state', 16),
          c.bool('listed'),
          c.code('source_type', 32),
          c.ref('source_id', optional),
          c.text('title', 200, optional),
          c.instant('due_at', optional),
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('hazard_replica');
    await runner.dropTable('resolution_replica');
  }
}
