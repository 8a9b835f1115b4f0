import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const byEnd = { name: 'meeting_ended', columnNames: ['ended_at', 'owner_org_id'] };

/** When meetings began, and of history that it is over. */
export class KnowWhenMeetingsWereHeld1767700000000 implements MigrationInterface {
  readonly name = 'KnowWhenMeetingsWereHeld1767700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('meetings', new TableColumn(columns(runner).instant('opened_at', { nullable: true })));
    await runner.query(`UPDATE meetings SET ended_at = end_at WHERE imported = 1 AND status <> 'CANCELLED'`);
    await runner.createIndex('meetings', new TableIndex(byEnd));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('meetings', byEnd.name);
    await runner.query('UPDATE meetings SET ended_at = NULL WHERE imported = 1');
    await runner.dropColumn('meetings', 'opened_at');
  }
}
