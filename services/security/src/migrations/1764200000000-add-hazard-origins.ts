import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

const origins = (c: Columns) => [
  c.code('source_code', 64, optional),
  c.code('recurrence_of_code', 64, optional),
  c.instant('dismissed_at', optional),
  c.instant('imported_at', optional),
];

const indices = [
  { name: 'hazards_source_code', columnNames: ['source_code'] },
  { name: 'hazards_due', columnNames: ['due_at', 'status'] },
  { name: 'hazards_closed', columnNames: ['closed_at'] },
];

const knownSources = (c: Columns) =>
  new Table({
    name: 'known_sources',
    columns: [c.id(), c.code('type', 20), c.code('code', 64), c.ref('org_id', optional)],
    indices: [{ name: 'known_sources_code', columnNames: ['code', 'type'] }],
  });

/** Where imported hazards come from, and which of those sources are known by id. */
export class AddHazardOrigins1764200000000 implements MigrationInterface {
  readonly name = 'AddHazardOrigins1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns(
      'hazards',
      origins(c).map((column) => new TableColumn(column)),
    );
    for (const index of indices) await runner.createIndex('hazards', new TableIndex(index));
    await runner.createTable(knownSources(c));
  }

  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.dropTable('known_sources');
    for (const { name } of indices) await runner.dropIndex('hazards', name);
    await runner.dropColumns(
      'hazards',
      origins(c).map((column) => new TableColumn(column)),
    );
  }
}
