import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const optional = { nullable: true };

export class CreateDocuments1764000000000 implements MigrationInterface {
  readonly name = 'CreateDocuments1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'documents',
        columns: [...life(c), ...authorship(c), ...acts(c)],
        indices: [
          {
            name: 'documents_number',
            columnNames: ['owner_org_id', 'doc_code', 'year', 'serial'],
            isUnique: true,
          },
          { name: 'documents_number_text', columnNames: ['owner_org_id', 'doc_number'] },
          { name: 'documents_origin', columnNames: ['origin_type', 'origin_id'], isUnique: true },
          { name: 'documents_awaiting_text', columnNames: ['signed_digest'] },
          { name: 'documents_feed', columnNames: ['created_at', 'id'] },
          { name: 'documents_queue', columnNames: ['status', 'owner_org_id', 'created_at'] },
        ],
      }),
    );
    await runner.createTable(new Table({ name: 'document_bodies', columns: [c.id(), c.longText('text')] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('document_bodies');
    await runner.dropTable('documents');
  }
}

type Columns = ReturnType<typeof columns>;

const life = (c: Columns) => [...c.root()];

const authorship = (c: Columns) => [
  c.code('kind', 20),
  c.code('direction', 10),
  c.text('title', 200, optional),
  c.code('doc_code', 12),
  c.code('doc_number', 40, optional),
  c.integer('year', optional),
  c.integer('serial', optional),
  c.code('urgency', 20),
  c.ref('drafter_id'),
  c.ref('reviewer_id'),
  c.ref('signer_id'),
  c.instant('signed_at'),
  c.code('source_digest', 64),
  c.code('signed_digest', 64, optional),
];

const acts = (c: Columns) => [
  c.code('rechecked_digest', 64, optional),
  c.ref('rechecker_id', optional),
  c.instant('rechecked_at', optional),
  c.text('return_reason', 500, optional),
  c.json('main_recipient_ids'),
  c.json('cc_recipient_ids'),
  c.instant('registered_at', optional),
  c.integer('copies', optional),
  c.ref('seal_org_id', optional),
  c.instant('printed_at', optional),
  c.instant('issued_at', optional),
  c.ref('issued_by_id', optional),
  c.integer('open_deliveries'),
  c.instant('closed_at', optional),
  c.instant('voided_at', optional),
  c.text('void_reason', 500, optional),
  c.code('origin_type', 20, optional),
  c.ref('origin_id', optional),
];
