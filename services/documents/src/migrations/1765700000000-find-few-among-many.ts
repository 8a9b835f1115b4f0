import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [
  ['documents', 'documents_open', ['secrecy_level', 'id']],
  ['documents', 'documents_text', ['doc_number']],
  ['documents', 'documents_signed', ['signed_at', 'id']],
  ['documents', 'documents_state', ['status', 'created_at', 'id']],
  ['documents', 'documents_kind', ['kind', 'created_at', 'id']],
  ['archive_records', 'archive_records_open', ['secrecy_level', 'id']],
  ['deliveries', 'deliveries_open', ['secrecy_level', 'id']],
] as const;

/** What is open to everybody, what an org owns, and lists in their own order. */
export class FindFewAmongMany1765700000000 implements MigrationInterface {
  readonly name = 'FindFewAmongMany1765700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, name, columnNames] of indices) {
      await runner.createIndex(table, new TableIndex({ name, columnNames: [...columnNames] }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, name] of indices) await runner.dropIndex(table, name);
  }
}
