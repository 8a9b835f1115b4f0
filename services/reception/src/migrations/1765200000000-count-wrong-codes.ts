import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, type TableOptions } from 'typeorm';

const wrongCodes = (c: ReturnType<typeof columns>): TableOptions => ({
  name: 'wrong_codes',
  columns: [c.key('guesser', 64), c.instant('since'), c.integer('tries')],
  indices: [{ name: 'wrong_codes_since', columnNames: ['since'] }],
});

/** Whoever guesses codes of ratings is slowed, by all instances of the service together. */
export class CountWrongCodes1765200000000 implements MigrationInterface {
  readonly name = 'CountWrongCodes1765200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(new Table(wrongCodes(columns(runner))));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('wrong_codes');
  }
}
