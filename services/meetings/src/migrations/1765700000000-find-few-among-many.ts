import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const indices = [
  ['meetings', 'meeting_open', ['secrecy_level', 'id']],
  ['meetings', 'meeting_state', ['status', 'start_at', 'id']],
  ['meetings', 'meeting_chair', ['chair_id']],
  ['meetings', 'meeting_secretary', ['secretary_id']],
  ['meetings', 'meeting_organizer', ['organizer_id']],
  ['resolutions', 'resolution_open', ['secrecy_level', 'id']],
  ['resolutions', 'resolution_owner', ['owner_org_id', 'id']],
  ['resolutions', 'resolution_feed', ['code', 'id']],
  ['room_bookings', 'room_booking_open', ['secrecy_level', 'id']],
  ['room_bookings', 'room_booking_owner', ['owner_org_id', 'id']],
  ['room_bookings', 'room_booking_by', ['booked_by_id', 'start_at', 'id']],
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
