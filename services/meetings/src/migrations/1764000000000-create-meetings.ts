import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';
import { meetingTables } from './meeting-tables.ts';
import { roomTables } from './room-tables.ts';

const tables = (runner: QueryRunner) => [...roomTables(columns(runner)), ...meetingTables(columns(runner))];

export class CreateMeetings1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const { indices, ...table } of tables(runner)) {
      await runner.createTable(
        new Table({
          ...table,
          indices: indices.map(([name, columnNames, isUnique]) => new TableIndex({ name, columnNames, isUnique })),
        }),
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(runner).toReversed()) await runner.dropTable(name);
  }
}
