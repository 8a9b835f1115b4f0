import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const optional = { nullable: true };
const table = 'coordination_cases';
const indices = [
  { name: 'coordination_cases_document', columnNames: ['document_id', 'created_at'] },
  { name: 'coordination_cases_running', columnNames: ['running_document_id'], isUnique: true },
];
const ofObstacles = ['item_id', 'obstacle_id'];

/** A coordination is about an obstacle of an item, or about a document. */
export class CoordinateDocuments1767100100000 implements MigrationInterface {
  readonly name = 'CoordinateDocuments1767100100000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const name of ofObstacles) await runner.changeColumn(table, name, new TableColumn(c.ref(name, optional)));
    await runner.addColumns(table, [
      new TableColumn(c.ref('document_id', optional)),
      new TableColumn(c.ref('running_document_id', optional)),
    ]);
    await runner.createIndices(
      table,
      indices.map((index) => new TableIndex(index)),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const { name } of indices) await runner.dropIndex(table, name);
    await runner.dropColumns(table, ['running_document_id', 'document_id']);
    for (const name of ofObstacles) await runner.changeColumn(table, name, new TableColumn(c.ref(name)));
  }
}
