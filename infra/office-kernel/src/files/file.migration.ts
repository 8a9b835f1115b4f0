import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class CreateFiles1766700000000 implements MigrationInterface {
  readonly name = 'CreateFiles1766700000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const later = { nullable: true };
    await runner.createTable(
      new Table({
        name: 'files',
        columns: [
          c.id(),
          c.code('state', 16),
          c.ref('uploader_id'),
          c.ref('on_behalf_of_id', later),
          c.text('name', 255),
          c.integer('size'),
          c.code('sha256', 64, later),
          c.code('type', 100, later),
          c.instant('created_at'),
          c.instant('expires_at', later),
          c.code('holder_type', 40, later),
          c.ref('holder_id', later),
        ],
        indices: [
          { name: 'files_expires', columnNames: ['expires_at', 'id'] },
          { name: 'files_uploader', columnNames: ['uploader_id', 'expires_at'] },
          { name: 'files_holder', columnNames: ['holder_id'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('files');
  }
}
