import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** What units made of their early warnings; kept when all else is read anew. */
export class MarkWarnings1767600020000 implements MigrationInterface {
  readonly name = 'MarkWarnings1767600020000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const optional = { nullable: true };
    await runner.createTable(
      new Table({
        name: 'early_warnings',
        columns: [
          ...[...c.root(), c.code('kind', 16), c.ref('subject_id', optional)],
          ...[c.ref('state_by_id', optional), c.instant('state_since', optional), c.text('note', 500, optional)],
        ],
        indices: [{ name: 'early_warnings_state', columnNames: ['status', 'id'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('early_warnings');
  }
}
