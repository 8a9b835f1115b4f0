import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** What is expected of units, the periods that were looked at, and the cells without evidence. */
export class FindGaps1767000200000 implements MigrationInterface {
  readonly name = 'FindGaps1767000200000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const optional = { nullable: true };
    const tables = [
      new Table({
        name: 'coverage_expectations',
        columns: [
          ...c.root(),
          c.text('name', 100),
          c.code('kind', 16),
          c.code('period', 16),
          c.ref('duty_id', optional),
          c.bool('named'),
          c.code('next_period', 10, optional),
          c.instant('closes_at', optional),
        ],
        indices: [
          { name: 'coverage_expectations_feed', columnNames: ['created_at', 'id'] },
          { name: 'coverage_expectations_owner', columnNames: ['owner_org_id', 'id'] },
          { name: 'coverage_expectations_level', columnNames: ['secrecy_level', 'id'] },
          { name: 'coverage_expectations_next', columnNames: ['closes_at', 'id'] },
        ],
      }),
      new Table({ name: 'coverage_units', columns: [c.key('expectation_id'), c.key('org_id')] }),
      new Table({
        name: 'coverage_rounds',
        columns: [
          c.id(),
          c.ref('expectation_id'),
          c.code('period', 10),
          c.instant('from_at'),
          c.instant('to_at'),
          c.instant('closed_at'),
          c.integer('expected'),
          c.ref('looked_at'),
          c.bool('complete'),
        ],
        indices: [
          { name: 'coverage_rounds_period', columnNames: ['expectation_id', 'period'], isUnique: true },
          { name: 'coverage_rounds_open', columnNames: ['complete', 'id'] },
        ],
      }),
      new Table({
        name: 'coverage_gaps',
        columns: [
          ...c.root(),
          c.ref('expectation_id'),
          c.ref('expecting_org_id'),
          c.code('kind', 16),
          c.ref('duty_id', optional),
          c.ref('cell_id'),
          c.code('period', 10),
          c.instant('from_at'),
          c.instant('to_at'),
          c.text('explanation', 500, optional),
          c.ref('explained_by_id', optional),
          c.instant('explained_at', optional),
          c.ref('filled_by_id', optional),
          c.instant('filled_at', optional),
        ],
        indices: [
          { name: 'coverage_gaps_cell', columnNames: ['expectation_id', 'period', 'cell_id'], isUnique: true },
          { name: 'coverage_gaps_feed', columnNames: ['created_at', 'id'] },
          { name: 'coverage_gaps_owner', columnNames: ['owner_org_id', 'id'] },
          { name: 'coverage_gaps_level', columnNames: ['secrecy_level', 'id'] },
          { name: 'coverage_gaps_state', columnNames: ['status', 'created_at', 'id'] },
          { name: 'coverage_gaps_fill', columnNames: ['cell_id', 'kind', 'status'] },
        ],
      }),
      new Table({
        name: 'coverage_evidence',
        columns: [c.key('kind', 16), c.key('cell_id'), c.key('source_id'), c.instant('at')],
        indices: [{ name: 'coverage_evidence_at', columnNames: ['cell_id', 'kind', 'at'] }],
      }),
    ];
    for (const table of tables) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = ['coverage_evidence', 'coverage_gaps', 'coverage_rounds', 'coverage_units', 'coverage_expectations'];
    for (const table of tables) await runner.dropTable(table);
  }
}
