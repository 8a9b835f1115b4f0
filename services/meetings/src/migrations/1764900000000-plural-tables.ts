import type { MigrationInterface, QueryRunner } from 'typeorm';

const singular = [
  ...['meeting', 'agenda_item', 'attendee', 'record_note', 'resolution', 'resolution_org'],
  ...['room', 'room_booking', 'quarantined_booking'],
];

/** Tables are named in the plural, here as everywhere else. */
export class PluralTables1764900000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of singular) await queryRunner.query(`ALTER TABLE ${table} RENAME TO ${table}s`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of singular) await queryRunner.query(`ALTER TABLE ${table}s RENAME TO ${table}`);
  }
}
