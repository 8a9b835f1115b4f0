import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

const optional = { nullable: true };

const tables = (c: ReturnType<typeof columns>): TableOptions[] => [
  {
    name: 'contacts',
    columns: [
      c.id(),
      c.code('subject_type', 20),
      c.ref('subject_id'),
      c.integer('position'),
      c.text('name', 100, optional),
      c.text('phone', 40, optional),
      c.code('phone_hash', 64, optional),
      c.instant('created_at'),
    ],
    indices: [
      { name: 'contacts_subject', columnNames: ['subject_id', 'position'], isUnique: true },
      { name: 'contacts_phone', columnNames: ['phone_hash', 'subject_type'] },
    ],
  },
  { name: 'secrets', columns: [c.key('name'), c.text('value', 200)] },
];

export class CreateContacts1764300000000 implements MigrationInterface {
  readonly name = 'CreateContacts1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(columns(runner))) await runner.createTable(new Table(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(columns(runner))) await runner.dropTable(name);
  }
}
