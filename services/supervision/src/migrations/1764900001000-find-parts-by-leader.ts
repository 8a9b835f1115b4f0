import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const byLeader = { name: 'assignments_leader', columnNames: ['responsible_leader_id', 'item_id'] };

/** The list of what names a leader finds parts, too. */
export class FindPartsByLeader1764900001000 implements MigrationInterface {
  readonly name = 'FindPartsByLeader1764900001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('assignments', new TableIndex(byLeader));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('assignments', byLeader.name);
  }
}
