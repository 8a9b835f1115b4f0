import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Early warnings, and the items that they have led to. */
export class HearWarnings1767700010000 implements MigrationInterface {
  readonly name = 'HearWarnings1767700010000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'heard_warnings',
        columns: [c.id(), c.code('kind', 16), c.ref('org_id'), c.ref('item_id')],
        indices: [{ name: 'heard_warnings_unit', columnNames: ['org_id', 'kind'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('heard_warnings');
  }
}
