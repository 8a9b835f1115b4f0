import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** The issuer ends what somebody was signed in with, before it runs out by itself. */
export class EndSessions1767310000000 implements MigrationInterface {
  readonly name = 'EndSessions1767310000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({ name: 'ended_sessions', columns: [c.key('subject', 255), c.instant('ended_at')] }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('ended_sessions');
  }
}
