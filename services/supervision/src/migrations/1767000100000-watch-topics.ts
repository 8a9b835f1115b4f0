import { columns } from '@chengqi/service-kit';
import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

/** Topics that are watched, what was said lately, and which of it names which topic. */
export class WatchTopics1767000100000 implements MigrationInterface {
  readonly name = 'WatchTopics1767000100000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    const optional = { nullable: true };
    const said = [c.key('source_id'), c.key('kind', 16), { ...c.integer('ordinal'), isPrimary: true }];
    await runner.createTable(
      new Table({
        name: 'focus_topics',
        columns: [
          ...c.root(),
          c.text('name', 100),
          c.json('keywords'),
          c.integer('heat_rank'),
          c.instant('state_since'),
          c.instant('next_at', optional),
          c.ref('created_by_id', optional),
        ],
        indices: [
          { name: 'focus_topics_name', columnNames: ['owner_org_id', 'name'], isUnique: true },
          { name: 'focus_topics_feed', columnNames: ['created_at', 'id'] },
          { name: 'focus_topics_heat', columnNames: ['heat_rank', 'id'] },
          { name: 'focus_topics_level', columnNames: ['secrecy_level', 'id'] },
          { name: 'focus_topics_next', columnNames: ['next_at', 'id'] },
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'focus_signals',
        columns: [...said, c.ref('org_id'), c.instant('at'), c.longText('text')],
        indices: [{ name: 'focus_signals_at', columnNames: ['at'] }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'focus_mentions',
        columns: [c.key('topic_id'), ...said, c.instant('at')],
        indices: [
          { name: 'focus_mentions_topic', columnNames: ['topic_id', 'at'] },
          { name: 'focus_mentions_source', columnNames: ['source_id'] },
          { name: 'focus_mentions_at', columnNames: ['at'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['focus_mentions', 'focus_signals', 'focus_topics']) await runner.dropTable(table);
  }
}
