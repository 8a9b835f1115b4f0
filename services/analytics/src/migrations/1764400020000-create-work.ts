import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

const optional = { nullable: true };
const needed = { nullable: false };

export class CreateWork1764400020000 implements MigrationInterface {
  readonly name = 'CreateWork1764400020000';

  async up(runner: QueryRunner): Promise<void> {
    const c = factColumns(runner);
    await runner.createTable(
      new Table({
        name: 'work_matters',
        columns: [
          c.id(),
          c.code('stage', 16, optional),
          c.ref('org_id', optional),
          c.ref('site_id', optional),
          c.json('unit_ids'),
          c.bool('major', optional),
          c.moment('due_at'),
          c.code('secrecy_level', 16),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'work_items',
        columns: [
          c.key('id', 100),
          c.ref('matter_id'),
          c.code('action', 20),
          c.ref('subject_id'),
          c.ref('org_id', optional),
          c.ref('site_id', optional),
          c.ref('person_id', optional),
          c.ref('except_id', optional),
          c.bool('major', optional),
          c.code('secrecy_level', 16),
          c.moment('waiting_since', needed),
          c.moment('due_at'),
          c.moment('due_order', needed),
          c.moment('ends_at'),
        ],
        indices: [
          { name: 'work_item_matter', columnNames: ['matter_id'] },
          { name: 'work_item_org', columnNames: ['action', 'org_id'] },
          { name: 'work_item_person', columnNames: ['person_id'] },
          { name: 'work_item_subject', columnNames: ['subject_id'] },
          { name: 'work_item_end', columnNames: ['ends_at'] },
        ],
      }),
    );
    await runner.createTable(new Table({ name: 'filed_subjects', columns: [c.id()] }));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['filed_subjects', 'work_items', 'work_matters']) await runner.dropTable(name);
  }
}
