import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** What is found by words, and how far they have been looked up in what was there before. */
export class CreateSearchTerms1766600000000 implements MigrationInterface {
  readonly name = 'CreateSearchTerms1766600000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({ name: 'search_term', withoutRowid: true, columns: [c.key('term', 32), c.key('subject_id')] }),
    );
    await runner.createTable(
      new Table({ name: 'search_progress', columns: [c.key('kind', 64), c.ref('after_id'), c.bool('done')] }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('search_progress');
    await runner.dropTable('search_term');
  }
}
