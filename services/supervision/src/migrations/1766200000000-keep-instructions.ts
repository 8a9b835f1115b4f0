import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const optional = { nullable: true };

/** Leaders' instructions, so that those that nobody follows are found. */
export class KeepInstructions1766200000000 implements MigrationInterface {
  readonly name = 'KeepInstructions1766200000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'instruction_replica',
        columns: [
          c.id(),
          c.ref('owner_org_id'),
          c.code('secrecy_level', 16),
          c.code('code', 64, optional),
          c.ref('document_id'),
          c.longText('text', optional),
          c.bool('requires_action'),
          c.ref('lead_org_id', optional),
          c.json('co_org_ids'),
          c.ref('leader_id', optional),
          c.day('due_on', optional),
          c.instant('given_at'),
          c.instant('followed_at', optional),
        ],
        indices: [
          { name: 'instruction_replica_given', columnNames: ['given_at', 'id'] },
          { name: 'instruction_replica_code', columnNames: ['code'] },
          { name: 'instruction_replica_open', columnNames: ['secrecy_level', 'id'] },
          { name: 'instruction_replica_owner', columnNames: ['owner_org_id', 'id'] },
          {
            name: 'instruction_replica_orphan',
            columnNames: ['requires_action', 'followed_at', 'given_at', 'id'],
          },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('instruction_replica');
  }
}
