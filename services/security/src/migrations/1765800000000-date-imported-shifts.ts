import type { MigrationInterface, QueryRunner } from 'typeorm';

const imported = '(SELECT id FROM duty_rosters WHERE imported_from IS NOT NULL)';

/** Imported shifts that had not begun counted as published only when they would; they are in force since they came. */
export class DateImportedShifts1765800000000 implements MigrationInterface {
  readonly name = 'DateImportedShifts1765800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE duty_shifts SET published_at = created_at WHERE published_at > created_at AND roster_id IN ${imported}`,
    );
    await runner.query(
      'UPDATE duty_rosters SET published_at = created_at WHERE published_at > created_at AND imported_from IS NOT NULL',
    );
  }

  /** When they were to begin is no longer known to be when they were published. */
  async down(): Promise<void> {}
}
