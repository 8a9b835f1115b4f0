import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

/** Which unit gets which matters, and which rule placed a case. */
export class CreateRoutingRules1765300001000 implements MigrationInterface {
  readonly name = 'CreateRoutingRules1765300001000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.createTable(
      new Table({
        name: 'routing_rules',
        columns: [
          ...c.root(),
          c.ref('site_id', { nullable: true }),
          c.ref('area_org_id', { nullable: true }),
          c.text('topic', 100, { nullable: true }),
          c.code('kind', 16, { nullable: true }),
          c.ref('to_org_id'),
          c.text('remark', 500, { nullable: true }),
          c.ref('changed_by_id', { nullable: true }),
        ],
        indices: [{ name: 'routing_rules_register', columnNames: ['owner_org_id', 'status', 'created_at'] }],
      }),
    );
    await runner.addColumn('service_cases', new TableColumn(c.ref('routing_rule_id', { nullable: true })));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('service_cases', ['routing_rule_id']);
    await runner.dropTable('routing_rules');
  }
}
