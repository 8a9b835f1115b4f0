import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

const itemColumns = (c: Columns) => [
  c.code('source_code', 64, optional),
  c.bool('imported', optional),
  c.instant('first_struck_off_at', optional),
  c.instant('reopened_at', optional),
  c.integer('feedback_score', optional),
  c.instant('feedback_at', optional),
];
const itemIndices = [
  { name: 'supervision_items_source_code', columnNames: ['source_code'] },
  { name: 'supervision_items_struck', columnNames: ['first_struck_off_at'] },
  { name: 'supervision_items_registered', columnNames: ['registered_at', 'id'] },
];
const codes = [
  { table: 'resolution_replica', name: 'resolution_replica_code' },
  { table: 'hazard_replica', name: 'hazard_replica_code' },
];

/** What history says of an item beside the living: business numbers of sources, first strike-off, the leader's opinion. */
export class AddHistory1764100003000 implements MigrationInterface {
  readonly name = 'AddHistory1764100003000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns(
      'supervision_items',
      itemColumns(c).map((column) => new TableColumn(column)),
    );
    for (const index of itemIndices) await runner.createIndex('supervision_items', new TableIndex(index));
    await runner.addColumn('progress_reports', new TableColumn(c.code('report_no', 64, optional)));
    for (const { table, name } of codes)
      await runner.createIndex(table, new TableIndex({ name, columnNames: ['code'] }));
    await runner.createTable(
      new Table({
        name: 'case_replica',
        columns: [c.id(), c.code('code', 64), c.code('secrecy_level', 16)],
        indices: [{ name: 'case_replica_code', columnNames: ['code'] }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.dropTable('case_replica');
    for (const { table, name } of codes) await runner.dropIndex(table, name);
    await runner.dropColumn('progress_reports', 'report_no');
    for (const { name } of itemIndices) await runner.dropIndex('supervision_items', name);
    await runner.dropColumns(
      'supervision_items',
      itemColumns(c).map((column) => new TableColumn(column)),
    );
  }
}
