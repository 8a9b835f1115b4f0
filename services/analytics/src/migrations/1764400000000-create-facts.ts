import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';
import { factColumns } from '../projection/fact-columns.ts';

type Columns = ReturnType<typeof factColumns>;
interface FactTable {
  readonly name: string;
  readonly columns: readonly TableColumnOptions[];
  /** Moments that periods are cut by, each indexed with the organisation beside it. */
  readonly clocks?: readonly string[];
  /** Other columns that are looked up. */
  readonly links?: readonly string[];
}

export class CreateFacts1764400000000 implements MigrationInterface {
  readonly name = 'CreateFacts1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const { name, columns, clocks = [], links = [] } of tables(factColumns(runner))) {
      const indices = [
        ...clocks.map((clock) => ({ name: `${name}_${clock}`, columnNames: [clock, 'org_id'] })),
        ...links.map((link) => ({ name: `${name}_${link}`, columnNames: [link] })),
      ];
      await runner.createTable(new Table({ name, columns: [...columns], indices }));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(factColumns(runner))) await runner.dropTable(name);
  }
}

const optional = { nullable: true };
const needed = { nullable: false };
const tables = (c: Columns): FactTable[] => [
  ...officeTables(c),
  ...safetyTables(c),
  ...receptionTables(c),
  ...countedTables(c),
];

const officeTables = (c: Columns): FactTable[] => [
  {
    name: 'document_fact',
    columns: [
      c.id(),
      c.ref('org_id', optional),
      c.code('category', 24, optional),
      c.code('level', 16, optional),
      c.moment('issued_at'),
    ],
    clocks: ['issued_at'],
  },
  {
    name: 'delivery_fact',
    columns: [c.id(), c.ref('document_id', optional), c.moment('signed_at')],
    links: ['signed_at'],
  },
  {
    name: 'record_fact',
    columns: [c.id(), c.ref('source_id', optional), c.moment('catalogued_at')],
    links: ['source_id', 'catalogued_at'],
  },
  {
    name: 'decision_fact',
    columns: [
      c.id(),
      c.ref('org_id', optional),
      c.bool('requires_action', optional),
      c.moment('adopted_at'),
      c.moment('waived_at'),
    ],
    clocks: ['adopted_at'],
  },
  {
    name: 'item_fact',
    columns: [
      c.id(),
      c.ref('org_id', optional),
      c.code('category', 40, optional),
      c.code('level', 16, optional),
      c.ref('source_id', optional),
      c.moment('registered_at'),
      c.moment('due_at'),
      c.moment('original_due_at'),
      c.moment('struck_off_at'),
      c.moment('first_struck_off_at'),
      c.moment('reopened_at'),
    ],
    clocks: ['registered_at', 'due_at', 'original_due_at', 'first_struck_off_at'],
    links: ['source_id'],
  },
  {
    name: 'feedback_fact',
    columns: [c.id(), c.ref('org_id', optional), c.integer('score', optional), c.moment('given_at')],
    clocks: ['given_at'],
  },
];

const span = (c: Columns, name: string): FactTable => ({
  name,
  columns: [c.id(), c.ref('org_id', optional), c.moment('start_at'), c.moment('end_at')],
  clocks: ['start_at'],
});

const safetyTables = (c: Columns): FactTable[] => [
  {
    name: 'hazard_fact',
    columns: [
      c.id(),
      c.ref('org_id', optional),
      c.code('category', 64, optional),
      c.code('level', 16, optional),
      c.bool('recurrence', optional),
      c.moment('reported_at'),
      c.moment('confirmed_at'),
      c.moment('due_at'),
      c.moment('original_due_at'),
      c.moment('closed_at'),
      c.moment('dismissed_at'),
    ],
    clocks: ['reported_at', 'due_at', 'closed_at'],
  },
  {
    name: 'hazard_link_fact',
    columns: [c.key('id', 64), c.ref('item_id', optional), c.ref('hazard_id', optional)],
    links: ['item_id', 'hazard_id'],
  },
  span(c, 'roster_fact'),
  span(c, 'shift_fact'),
];

const receptionTables = (c: Columns): FactTable[] => [
  {
    name: 'call_fact',
    columns: [
      c.id(),
      c.ref('org_id', optional),
      c.text('channel', 40, optional),
      c.moment('ring_at'),
      c.moment('answered_at'),
      c.integer('wait_seconds', optional),
      c.code('outcome', 24, optional),
      c.ref('shift_id', optional),
    ],
    clocks: ['ring_at'],
  },
  {
    name: 'callback_fact',
    columns: [
      c.id(),
      c.ref('org_id', optional),
      c.text('channel', 40, optional),
      c.moment('opened_at'),
      c.moment('due_at'),
      c.moment('closed_at'),
      c.code('outcome', 24, optional),
      c.integer('calls', optional),
    ],
    clocks: ['opened_at'],
  },
  {
    name: 'case_fact',
    columns: [
      c.id(),
      c.ref('org_id', optional),
      c.code('category', 16, optional),
      c.text('channel', 40, optional),
      ...caseMoments.map((name) => c.moment(name)),
      c.integer('visits', optional),
    ],
    clocks: ['opened_at', 'due_at', 'notice_due_at', 'first_answered_at', 'second_supplement_at', 'closed_at'],
  },
  {
    name: 'rating_fact',
    columns: [
      c.id(),
      c.ref('org_id', optional),
      c.code('category', 16, optional),
      c.integer('score', optional),
      c.moment('rated_at'),
      c.moment('due_at'),
      c.moment('fed_back_at'),
      c.moment('removed_at'),
    ],
    clocks: ['rated_at'],
  },
  {
    name: 'survey_fact',
    columns: [
      c.id(),
      c.ref('org_id', optional),
      c.code('category', 16, optional),
      c.integer('answers', optional),
      c.real('mark'),
      c.moment('closed_at'),
    ],
    clocks: ['closed_at'],
  },
];

const caseMoments = [
  'opened_at',
  'due_at',
  'notice_due_at',
  'accepted_at',
  'refused_at',
  'first_answered_at',
  'answered_at',
  'second_supplement_at',
  'redone_at',
  'withdrawn_at',
  'closed_at',
];

const countedTables = (c: Columns): FactTable[] => [
  {
    name: 'rollup_day',
    columns: [
      c.key('metric'),
      c.key('day', 10),
      c.key('org_id'),
      c.key('category', 64),
      c.key('level', 16),
      c.key('channel'),
      c.real('numerator', needed),
      c.real('denominator', needed),
      c.moment('last_at', needed),
    ],
  },
  { name: 'stale_day', columns: [c.key('clock', 60), c.key('day', 10)] },
  {
    name: 'restatement',
    columns: [c.key('metric'), c.key('day', 10), c.moment('restated_at', needed)],
  },
  { name: 'freshness', columns: [c.key('id'), c.moment('newest_at', needed)] },
];
