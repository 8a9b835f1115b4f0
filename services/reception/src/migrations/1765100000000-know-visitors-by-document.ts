import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const optional = { nullable: true };
const byDocument = { name: 'contacts_document', columnNames: ['id_hash', 'subject_type'] };

/** Contacts keep the number of an id document, and are found by its digest. */
export class KnowVisitorsByDocument1765100000000 implements MigrationInterface {
  readonly name = 'KnowVisitorsByDocument1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const added = [c.text('id_number', 40, optional), c.code('id_hash', 64, optional)];
    await runner.addColumns(
      'contacts',
      added.map((column) => new TableColumn(column)),
    );
    await runner.createIndex('contacts', new TableIndex(byDocument));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('contacts', byDocument.name);
    await runner.dropColumns('contacts', ['id_number', 'id_hash']);
  }
}
