import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

type Columns = ReturnType<typeof columns>;
const optional = { nullable: true };

/** Documents that the office received, what leaders wrote on them and who read them. */
export class CreateIncomingDocuments1766200100000 implements MigrationInterface {
  readonly name = 'CreateIncomingDocuments1766200100000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const table of [register(c), instructions(c), readers(c)]) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['circulation_readers', 'instructions', 'incoming_documents']) await runner.dropTable(table);
  }
}

const register = (c: Columns) =>
  new Table({
    name: 'incoming_documents',
    columns: [
      ...c.root(),
      c.code('register_no', 64),
      c.text('sender_text', 200, optional),
      c.ref('sender_org_id', optional),
      c.code('sender_number', 64, optional),
      c.code('kind', 20),
      c.text('title', 200, optional),
      c.code('urgency', 20),
      c.code('action', 12),
      c.ref('received_by_id', optional),
      c.ref('handling_org_id', optional),
      c.json('co_org_ids'),
      c.text('proposed_opinion', 2000, optional),
      c.instant('due_at', optional),
      c.instant('finished_at', optional),
      c.bool('returned'),
      c.text('return_reason', 500, optional),
      c.text('result', 2000, optional),
      c.instant('imported_at', optional),
    ],
    indices: [
      { name: 'incoming_documents_register', columnNames: ['owner_org_id', 'register_no'], isUnique: true },
      { name: 'incoming_documents_sender', columnNames: ['sender_number', 'owner_org_id'] },
      { name: 'incoming_documents_number', columnNames: ['register_no'] },
      { name: 'incoming_documents_feed', columnNames: ['created_at', 'id'] },
      { name: 'incoming_documents_state', columnNames: ['status', 'created_at', 'id'] },
      { name: 'incoming_documents_action', columnNames: ['action', 'created_at', 'id'] },
      { name: 'incoming_documents_owner', columnNames: ['owner_org_id', 'created_at', 'id'] },
      { name: 'incoming_documents_handling', columnNames: ['handling_org_id', 'created_at', 'id'] },
      { name: 'incoming_documents_due', columnNames: ['due_at', 'id'] },
      { name: 'incoming_documents_open', columnNames: ['secrecy_level', 'id'] },
    ],
  });

const instructions = (c: Columns) =>
  new Table({
    name: 'instructions',
    columns: [
      ...c.root().filter(({ name }) => name !== 'status'),
      c.ref('document_id'),
      c.code('code', 64, optional),
      c.ref('leader_id', optional),
      c.text('text', 2000, optional),
      c.bool('requires_action'),
      c.ref('lead_org_id', optional),
      c.json('co_org_ids'),
      c.day('due_on', optional),
    ],
    indices: [
      { name: 'instructions_document', columnNames: ['document_id', 'created_at'] },
      { name: 'instructions_code', columnNames: ['code'] },
      { name: 'instructions_feed', columnNames: ['created_at', 'id'] },
      { name: 'instructions_leader', columnNames: ['leader_id', 'created_at', 'id'] },
      { name: 'instructions_lead', columnNames: ['lead_org_id', 'created_at', 'id'] },
      { name: 'instructions_action', columnNames: ['requires_action', 'created_at', 'id'] },
      { name: 'instructions_owner', columnNames: ['owner_org_id', 'id'] },
      { name: 'instructions_open', columnNames: ['secrecy_level', 'id'] },
    ],
  });

const readers = (c: Columns) =>
  new Table({
    name: 'circulation_readers',
    columns: [
      ...c.root(20),
      c.ref('document_id'),
      c.code('circulation_no', 64),
      c.code('mode', 10),
      c.integer('reader_order'),
      c.ref('reader_id'),
      c.instant('sent_at', optional),
      c.instant('read_at', optional),
      c.text('opinion', 500, optional),
    ],
    indices: [
      { name: 'circulation_readers_document', columnNames: ['document_id', 'reader_id'], isUnique: true },
      { name: 'circulation_readers_reader', columnNames: ['reader_id', 'status', 'created_at'] },
      { name: 'circulation_readers_state', columnNames: ['status', 'created_at', 'id'] },
      { name: 'circulation_readers_feed', columnNames: ['created_at', 'id'] },
      { name: 'circulation_readers_owner', columnNames: ['owner_org_id', 'id'] },
      { name: 'circulation_readers_open', columnNames: ['secrecy_level', 'id'] },
    ],
  });
