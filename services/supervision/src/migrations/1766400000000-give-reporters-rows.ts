import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

const atOnce = 5000;

interface Reporters {
  readonly id: string;
  readonly reporter_org_ids: string;
}

/** A duty may have thousands of reporters, which are looked up one by one and joined. */
export class GiveReportersRows1766400000000 implements MigrationInterface {
  readonly name = 'GiveReportersRows1766400000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(new Table({ name: 'duty_reporters', columns: [c.key('duty_id'), c.key('org_id')] }));
    for (const { id, reporter_org_ids } of await runner.manager.query<Reporters[]>(
      'SELECT id, reporter_org_ids FROM reporting_duties',
    )) {
      await insertReporters(runner, id, [...new Set(JSON.parse(reporter_org_ids) as string[])]);
    }
    await runner.dropColumn('reporting_duties', 'reporter_org_ids');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.addColumn(
      'reporting_duties',
      new TableColumn(columns(runner).json('reporter_org_ids', { nullable: true })),
    );
    for (const { id } of await runner.manager.query<Reporters[]>('SELECT id FROM reporting_duties')) {
      const rows = await runner.manager.query<{ org_id: string }[]>(
        'SELECT org_id FROM duty_reporters WHERE duty_id = ?',
        [id],
      );
      const orgIds = JSON.stringify(rows.map(({ org_id }) => org_id));
      await runner.query('UPDATE reporting_duties SET reporter_org_ids = ? WHERE id = ?', [orgIds, id]);
    }
    await runner.dropTable('duty_reporters');
  }
}

async function insertReporters(runner: QueryRunner, dutyId: string, orgIds: readonly string[]): Promise<void> {
  for (let from = 0; from < orgIds.length; from += atOnce) {
    const some = orgIds.slice(from, from + atOnce);
    const places = some.map(() => '(?, ?)').join(', ');
    await runner.query(
      `INSERT INTO duty_reporters (duty_id, org_id) VALUES ${places}`,
      some.flatMap((orgId) => [dutyId, orgId]),
    );
  }
}
