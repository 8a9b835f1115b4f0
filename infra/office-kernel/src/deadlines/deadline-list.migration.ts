import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const later = { nullable: true };
const bySubject = { name: 'deadlines_subject', columnNames: ['subject_id', 'rule'], isUnique: true };
const indices = [
  { name: 'deadlines_part', columnNames: ['subject_id', 'rule', 'part'], isUnique: true },
  { name: 'deadlines_recount', columnNames: ['recount', 'subject_id'] },
  { name: 'deadlines_due', columnNames: ['due_at', 'id'] },
  { name: 'deadlines_clock', columnNames: ['clock', 'due_at', 'id'] },
  { name: 'deadlines_owner', columnNames: ['owner_org_id'] },
  { name: 'deadlines_level', columnNames: ['secrecy_level', 'id'] },
];

/** Limits are listed by who may read their subjects, and parts of a subject have limits of their own. */
export class ListDeadlines1766500000000 implements MigrationInterface {
  readonly name = 'ListDeadlines1766500000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const added = [
      c.code('part', 40, later),
      c.ref('owner_org_id', later),
      c.code('secrecy_level', 16, later),
      c.integer('amount', later),
      c.code('unit', 16, later),
      c.code('basis', 16, later),
      c.text('basis_text', 200, later),
      c.instant('paused_at', later),
      c.integer('extensions', later),
      c.bool('provisional', later),
      c.bool('recount', later),
    ];
    await runner.addColumns(
      'deadlines',
      added.map((column) => new TableColumn(column)),
    );
    await runner.query(`UPDATE deadlines SET part = '', recount = 1`);
    await runner.dropIndex('deadlines', bySubject.name);
    for (const index of indices) await runner.createIndex('deadlines', new TableIndex(index));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of indices) await runner.dropIndex('deadlines', name);
    await runner.createIndex('deadlines', new TableIndex(bySubject));
    await runner.dropColumns('deadlines', [
      ...['part', 'owner_org_id', 'secrecy_level', 'amount', 'unit', 'basis', 'basis_text', 'paused_at', 'extensions'],
      ...['provisional', 'recount'],
    ]);
  }
}
