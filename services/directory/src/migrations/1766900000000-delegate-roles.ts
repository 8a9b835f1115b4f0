import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** People stand in for each other: roles of a post for a period. */
export class DelegateRoles1766900000000 implements MigrationInterface {
  readonly name = 'DelegateRoles1766900000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const optional = { nullable: true };
    await runner.createTable(
      new Table({
        name: 'delegations',
        columns: [
          c.id(),
          c.code('status', 16),
          c.ref('owner_org_id'),
          c.ref('from_id'),
          c.ref('to_id'),
          c.ref('post_id'),
          c.json('roles'),
          c.instant('valid_from'),
          c.instant('valid_to'),
          c.text('reason', 200),
          c.instant('revoked_at', optional),
          c.ref('revoked_by_id', optional),
          c.integer('version'),
          c.instant('created_at'),
          c.instant('updated_at'),
        ],
        indices: [
          { name: 'delegations_feed', columnNames: ['valid_to', 'id'] },
          { name: 'delegations_from', columnNames: ['from_id', 'valid_to'] },
          { name: 'delegations_to', columnNames: ['to_id', 'valid_to'] },
          { name: 'delegations_org', columnNames: ['owner_org_id', 'valid_to'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('delegations');
  }
}
