import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const optional = { nullable: true };
const found = { name: 'obstacles_found', columnNames: ['item_id', 'rule', 'occurrence'], isUnique: true };
const rowsAtOnce = 500;

/** Obstacles that a rule finds, what is said to them, and who blocks whom as rows. */
export class FindObstacles1766480000000 implements MigrationInterface {
  readonly name = 'FindObstacles1766480000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns('obstacles', [
      new TableColumn(c.code('rule', 16, optional)),
      new TableColumn(c.code('occurrence', 64, optional)),
      new TableColumn(c.longText('root_cause', optional)),
      new TableColumn(c.json('way_outs', optional)),
    ]);
    await runner.createIndex('obstacles', new TableIndex(found));
    await runner.addColumn('supervision_items', new TableColumn(c.instant('light_since', optional)));
    await runner.createTable(
      new Table({
        name: 'obstacle_orgs',
        columns: [c.key('obstacle_id'), c.key('org_id'), c.ref('item_id')],
        indices: [{ name: 'obstacle_orgs_org', columnNames: ['org_id', 'obstacle_id'] }],
      }),
    );
    await tellUnits(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('obstacle_orgs');
    await runner.dropColumn('supervision_items', 'light_since');
    await runner.dropIndex('obstacles', found.name);
    await runner.dropColumns('obstacles', ['way_outs', 'root_cause', 'occurrence', 'rule']);
  }
}

/** The units of obstacles that are there already, page by page. */
async function tellUnits(runner: QueryRunner): Promise<void> {
  for (let after = ''; ; ) {
    const rows = (await runner.query(
      'SELECT id, item_id, affected_org_ids FROM obstacles WHERE id > ? ORDER BY id LIMIT ?',
      [after, rowsAtOnce],
    )) as { id: string; item_id: string; affected_org_ids: string | string[] }[];
    for (const { id, item_id, affected_org_ids: given } of rows) {
      const orgIds = new Set<string>(typeof given === 'string' ? JSON.parse(given) : given);
      for (const orgId of orgIds)
        await runner.query('INSERT INTO obstacle_orgs (obstacle_id, org_id, item_id) VALUES (?, ?, ?)', [
          id,
          orgId,
          item_id,
        ]);
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
