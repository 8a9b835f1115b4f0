import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const byPerson = { name: 'service_cases_handed', columnNames: ['handed_to_id'] };

/** The list of what names a person finds cases that were offered, too. */
export class FindOffersByPerson1764900001000 implements MigrationInterface {
  readonly name = 'FindOffersByPerson1764900001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('service_cases', new TableIndex(byPerson));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('service_cases', byPerson.name);
  }
}
