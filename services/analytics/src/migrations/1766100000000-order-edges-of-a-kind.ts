import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const order = { name: 'lineage_edge_order', columnNames: ['kind', 'id'] };

/** A page of chains begins with the newest and ends when it is full. */
export class OrderEdgesOfAKind1766100000000 implements MigrationInterface {
  readonly name = 'OrderEdgesOfAKind1766100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createIndex('lineage_edges', new TableIndex(order));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('lineage_edges', order.name);
  }
}
