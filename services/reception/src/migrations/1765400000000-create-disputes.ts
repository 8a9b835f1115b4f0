import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

const table = (c: ReturnType<typeof columns>): TableOptions => ({
  name: 'disputes',
  columns: [
    ...c.root(),
    c.code('code', 64),
    c.code('kind', 24),
    c.code('regime', 16),
    c.integer('applicants_count'),
    c.ref('respondent_org_id'),
    c.instant('opened_at'),
    c.ref('mediator_id'),
    c.instant('mediation_due_at', { nullable: true }),
    c.instant('closed_at', { nullable: true }),
    c.text('claim', 2000),
    c.bool('imported'),
  ],
  indices: [
    { name: 'disputes_code', columnNames: ['code'], isUnique: true },
    { name: 'disputes_opened', columnNames: ['opened_at', 'id'] },
    { name: 'disputes_mediator', columnNames: ['mediator_id', 'opened_at'] },
    { name: 'disputes_owner', columnNames: ['owner_org_id', 'opened_at'] },
    { name: 'disputes_respondent', columnNames: ['respondent_org_id', 'opened_at'] },
    { name: 'disputes_due', columnNames: ['mediation_due_at'] },
  ],
});

/** Disputes of staff with their units. */
export class CreateDisputes1765400000000 implements MigrationInterface {
  readonly name = 'CreateDisputes1765400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table(table(columns(runner))));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('disputes');
  }
}
