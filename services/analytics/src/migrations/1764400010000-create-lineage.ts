import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

const optional = { nullable: true };

const tables = (c: ReturnType<typeof factColumns>) => [
  {
    name: 'lineage_nodes',
    columns: [
      c.id(),
      c.code('type', 24, optional),
      c.ref('owner_org_id', optional),
      c.code('secrecy_level', 16, optional),
      c.code('state', 24, optional),
      c.moment('at'),
      c.moment('ended_at'),
      c.code('code', 100, optional),
      c.bool('imported', optional),
    ],
  },
  {
    name: 'lineage_edges',
    columns: [c.key('id', 80), c.ref('from_id', optional), c.ref('to_id', optional), c.code('kind', 12, optional)],
    indices: [
      { name: 'lineage_edge_from', columnNames: ['from_id', 'kind'] },
      { name: 'lineage_edge_to', columnNames: ['to_id', 'kind'] },
      { name: 'lineage_edge_kind', columnNames: ['kind', 'from_id'] },
    ],
  },
];

export class CreateLineage1764400010000 implements MigrationInterface {
  readonly name = 'CreateLineage1764400010000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(factColumns(runner))) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(factColumns(runner))) await runner.dropTable(name);
  }
}
