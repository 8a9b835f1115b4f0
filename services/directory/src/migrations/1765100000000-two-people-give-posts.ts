import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';
import { foundingConfirmer, foundingConfirmerPost } from '../people/person.ts';

const byConfirmed = { name: 'posts_confirmed', columnNames: ['confirmed_at', 'ended_on'] };
const byReplaced = { name: 'posts_replaces', columnNames: ['replaces_id'] };
const byProposed = { name: 'people_proposed_clearance', columnNames: ['proposed_clearance'] };
const optional = { nullable: true };

/** Posts and clearances are proposed and confirmed by two people. What was given before goes on; a second account confirms. */
export class TwoPeopleGivePosts1765100000000 implements MigrationInterface {
  readonly name = 'TwoPeopleGivePosts1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    await runner.addColumns('posts', [
      new TableColumn(c.ref('proposed_by_id', optional)),
      new TableColumn(c.ref('confirmed_by_id', optional)),
      new TableColumn(c.instant('confirmed_at', optional)),
      new TableColumn(c.ref('replaces_id', optional)),
    ]);
    await runner.addColumns('people', [
      new TableColumn(c.code('proposed_clearance', 16, optional)),
      new TableColumn(c.day('proposed_clearance_valid_to', optional)),
      new TableColumn(c.ref('clearance_proposed_by_id', optional)),
    ]);
    await runner.createIndices('posts', [new TableIndex(byConfirmed), new TableIndex(byReplaced)]);
    await runner.createIndex('people', new TableIndex(byProposed));
    await runner.query('UPDATE posts SET confirmed_at = ?', [founded]);
    await foundConfirmer(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM posts WHERE id = ?', [foundingConfirmerPost]);
    await runner.query('DELETE FROM people WHERE id = ?', [foundingConfirmer]);
    await runner.dropIndex('people', byProposed.name);
    await runner.dropIndex('posts', byReplaced.name);
    await runner.dropIndex('posts', byConfirmed.name);
    await runner.dropColumns('people', [
      'proposed_clearance',
      'proposed_clearance_valid_to',
      'clearance_proposed_by_id',
    ]);
    await runner.dropColumns('posts', ['proposed_by_id', 'confirmed_by_id', 'confirmed_at', 'replaces_id']);
  }
}

const founded = '2026-01-01 00:00:00.000';

/** ADMIN over everything and nothing else: the founding administrator proposes, somebody else has to confirm. */
async function foundConfirmer(runner: QueryRunner): Promise<void> {
  await runner.query(
    'INSERT INTO people (id, status, staff_no, name, clearance, version, created_at, updated_at) VALUES (?, ?, ?, ?, ?, 1, ?, ?)',
    [foundingConfirmer, 'ACTIVE', 'confirmer', '核准管理员', 'INTERNAL', founded, founded],
  );
  await runner.query(
    'INSERT INTO posts (id, person_id, roles, principal, started_on, confirmed_at) VALUES (?, ?, ?, 0, ?, ?)',
    [foundingConfirmerPost, foundingConfirmer, JSON.stringify(['ADMIN']), '2026-01-01', founded],
  );
}
