import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const optional = { nullable: true };

/** What the collector makes of the reports of a period, and which were missing when it was made. */
export class ConsolidateReports1766440000000 implements MigrationInterface {
  readonly name = 'ConsolidateReports1766440000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'consolidations',
        columns: [
          ...c.root(),
          c.ref('duty_id'),
          c.code('period', 16),
          c.longText('narrative', optional),
          c.ref('drafted_by_id', optional),
          c.instant('finalized_at', optional),
          c.ref('finalized_by_id', optional),
          c.json('figures', optional),
        ],
        indices: [{ name: 'consolidations_period', columnNames: ['duty_id', 'period'], isUnique: true }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'missing_reports',
        columns: [c.key('consolidation_id'), c.key('org_id'), c.code('state', 16)],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['missing_reports', 'consolidations']) await runner.dropTable(name);
  }
}
