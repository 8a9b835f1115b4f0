import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

/** What nobody has written of a document before it is signed, and a ledger may not tell of one that was. */
const untold = (c: Columns, options: { nullable?: boolean }) => [
  c.ref('drafter_id', options),
  c.ref('reviewer_id', options),
  c.ref('signer_id', options),
  c.instant('signed_at', options),
  c.code('source_digest', 64, options),
];

const origin = (c: Columns) =>
  [c.code('draft_no', 64, optional), c.instant('imported_at', optional)].map((column) => new TableColumn(column));

const byYear = { name: 'documents_year', columnNames: ['year', 'owner_org_id', 'doc_code', 'serial'] };
const byDraft = { name: 'documents_draft', columnNames: ['draft_no', 'created_at', 'id'] };

/** Documents of a ledger of before, drafts among them, and deliveries that were urged. */
export class TakeOverLedgers1766200000000 implements MigrationInterface {
  readonly name = 'TakeOverLedgers1766200000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await change(runner, untold(c, optional));
    await runner.addColumns('documents', origin(c));
    for (const index of [byYear, byDraft]) await runner.createIndex('documents', new TableIndex(index));
    await runner.addColumn('deliveries', new TableColumn(c.integer('urged_count', optional)));
  }

  /** Documents that were never signed have no place in the tables of before. */
  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.dropColumn('deliveries', 'urged_count');
    for (const { name } of [byYear, byDraft]) await runner.dropIndex('documents', name);
    await runner.query('DELETE FROM documents WHERE imported_at IS NOT NULL');
    await runner.dropColumns('documents', origin(c));
    await change(runner, untold(c, {}));
  }
}

async function change(runner: QueryRunner, changed: ReturnType<typeof untold>): Promise<void> {
  for (const column of changed) await runner.changeColumn('documents', column.name, new TableColumn(column));
}
