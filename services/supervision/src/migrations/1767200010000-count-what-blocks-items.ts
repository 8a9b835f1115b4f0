import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const coordinations = 'coordination_cases';
const indices = [
  { table: coordinations, name: 'coordination_cases_decided', columnNames: ['decided_at', 'owner_org_id'] },
  { table: 'obstacles', name: 'obstacles_raised', columnNames: ['raised_at'] },
  { table: 'obstacles', name: 'obstacles_resolved', columnNames: ['resolved_at'] },
  { table: 'verifications', name: 'verifications_at', columnNames: ['at'] },
  { table: 'urge_notices', name: 'urge_notices_issued', columnNames: ['issued_at', 'to_org_id'] },
  { table: 'extensions', name: 'extensions_requested', columnNames: ['requested_at', 'org_id'] },
  { table: 'extensions', name: 'extensions_decided', columnNames: ['decided_at', 'org_id'] },
];

/** What blocks items and what is done about it is counted by its moments; a coordination tells its result after it is closed. */
export class CountWhatBlocksItems1767200010000 implements MigrationInterface {
  readonly name = 'CountWhatBlocksItems1767200010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn(coordinations, new TableColumn(columns(runner).code('result', 16, { nullable: true })));
    await runner.query(
      `UPDATE ${coordinations} SET result = status WHERE status IN ('AGREED', 'NOT_AGREED', 'DECIDED')`,
    );
    for (const { table, ...index } of indices) await runner.createIndex(table, new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table, name } of indices) await runner.dropIndex(table, name);
    await runner.dropColumns(coordinations, ['result']);
  }
}
