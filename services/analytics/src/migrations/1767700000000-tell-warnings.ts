import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** The early warnings that were told; kept when all else is read anew. */
export class TellWarnings1767700000000 implements MigrationInterface {
  readonly name = 'TellWarnings1767700000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'told_warnings',
        columns: [
          ...[c.id(), c.code('kind', 16), c.ref('owner_org_id'), c.ref('subject_id', { nullable: true })],
          c.instant('told_at'),
        ],
        indices: [{ name: 'told_warnings_subject', columnNames: ['subject_id', 'owner_org_id'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('told_warnings');
  }
}
