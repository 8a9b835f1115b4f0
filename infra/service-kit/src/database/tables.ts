import { EntitySchema, type MigrationInterface, type QueryRunner, Table } from 'typeorm';
import { column, columns } from './columns.ts';

export interface OutboxRow {
  id: number;
  eventId: string;
  bucket: number;
  aggregateId: string;
  sequence: number;
  type: string;
  envelope: string;
  createdAt: Date;
  publishedAt: Date | null;
}

export const OutboxEntity = new EntitySchema<OutboxRow>({
  name: 'Outbox',
  tableName: 'outbox',
  columns: {
    id: { name: 'id', type: 'int', primary: true, generated: 'increment' },
    eventId: column.ref('event_id'),
    bucket: column.integer('bucket'),
    aggregateId: column.ref('aggregate_id'),
    sequence: column.integer('sequence'),
    type: column.text('type', 120),
    envelope: column.longText('envelope'),
    createdAt: column.instant('created_at'),
    publishedAt: column.instant('published_at', { nullable: true }),
  },
  indices: [
    { name: 'outbox_event', columns: ['eventId'], unique: true },
    { name: 'outbox_aggregate', columns: ['aggregateId', 'sequence'], unique: true },
    { name: 'outbox_unpublished', columns: ['publishedAt', 'bucket', 'id'] },
  ],
});

/** Last sequence and correlation of each aggregate; its row lock orders the aggregate's events. */
export interface StreamRow {
  aggregateId: string;
  lastSequence: number;
  correlationId: string;
}

export const StreamEntity = new EntitySchema<StreamRow>({
  name: 'Stream',
  tableName: 'stream',
  columns: {
    aggregateId: column.key('aggregate_id'),
    lastSequence: column.integer('last_sequence'),
    correlationId: column.ref('correlation_id'),
  },
});

/** A relay holds a bucket's row while it publishes, so that an aggregate's events never overtake each other. */
export interface OutboxBucketRow {
  bucket: number;
  touchedAt: Date;
}

export const bucketCount = 16;

export const OutboxBucketEntity = new EntitySchema<OutboxBucketRow>({
  name: 'OutboxBucket',
  tableName: 'outbox_bucket',
  columns: {
    bucket: { name: 'bucket', type: 'int', primary: true },
    touchedAt: column.instant('touched_at'),
  },
});

export interface InboxRow {
  eventId: string;
  handledAt: Date;
}

/** Events this service has handled: the effect happens once. */
export const InboxEntity = new EntitySchema<InboxRow>({
  name: 'Inbox',
  tableName: 'inbox',
  columns: { eventId: column.key('event_id'), handledAt: column.instant('handled_at') },
});

export interface InboxCursorRow {
  aggregateId: string;
  lastSequence: number;
}

/** The last sequence handled of each foreign aggregate: order and gap detection. */
export const InboxCursorEntity = new EntitySchema<InboxCursorRow>({
  name: 'InboxCursor',
  tableName: 'inbox_cursor',
  columns: { aggregateId: column.key('aggregate_id'), lastSequence: column.integer('last_sequence') },
});

export interface LogPositionRow {
  topic: string;
  position: number;
}

/** How far the in-process transport has read each topic for this service. */
export const LogPositionEntity = new EntitySchema<LogPositionRow>({
  name: 'LogPosition',
  tableName: 'log_position',
  columns: { topic: column.key('topic', 80), position: column.integer('position') },
});

export interface DeadLetterRow {
  id: string;
  topic: string;
  eventId: string | null;
  aggregateId: string | null;
  sequence: number | null;
  message: string;
  errorClass: string;
  errorText: string;
  attempts: number;
  state: 'OPEN' | 'REPLAYED' | 'DISCARDED';
  createdAt: Date;
}

/**
 * Messages that could not be handled, as they came. Nothing takes them up again by itself: while one is OPEN, later events
 * of its aggregate join it here, and only a person who mends the cause changes its state.
 */
export const DeadLetterEntity = new EntitySchema<DeadLetterRow>({
  name: 'DeadLetter',
  tableName: 'dead_letter',
  columns: {
    id: column.id(),
    topic: column.text('topic', 80),
    eventId: column.ref('event_id', { nullable: true }),
    aggregateId: column.ref('aggregate_id', { nullable: true }),
    sequence: column.integer('sequence', { nullable: true }),
    message: column.longText('message'),
    errorClass: column.text('error_class', 40),
    errorText: column.text('error_text', 500),
    attempts: column.integer('attempts'),
    state: column.code('state', 16),
    createdAt: column.instant('created_at'),
  },
  indices: [
    { name: 'dead_letter_event', columns: ['eventId'], unique: true },
    { name: 'dead_letter_open', columns: ['aggregateId', 'state'] },
  ],
});

export interface IdempotencyRow {
  person: string;
  mutation: string;
  key: string;
  inputHash: string;
  aggregateId: string | null;
  refusal: { code: string; text: { en: string; zh: string }; details: Record<string, unknown> } | null;
  createdAt: Date;
}

/** First answers of mutations with a key: the aggregate's id or the refusal; a timer of the kit deletes them after seven days. */
export const IdempotencyEntity = new EntitySchema<IdempotencyRow>({
  name: 'Idempotency',
  tableName: 'idempotency',
  columns: {
    person: column.key('person'),
    mutation: column.key('mutation', 60),
    key: column.key('idempotency_key', 100),
    inputHash: column.text('input_hash', 64),
    aggregateId: column.ref('aggregate_id', { nullable: true }),
    refusal: column.json('refusal', { nullable: true }),
    createdAt: column.instant('created_at'),
  },
  indices: [{ name: 'idempotency_age', columns: ['createdAt'] }],
});

export const kitEntities = [
  OutboxEntity,
  StreamEntity,
  OutboxBucketEntity,
  InboxEntity,
  InboxCursorEntity,
  LogPositionEntity,
  DeadLetterEntity,
  IdempotencyEntity,
] as const;

class CreateDeliveryTables1750000000000 implements MigrationInterface {
  readonly name = 'CreateDeliveryTables1750000000000';

  async up(runner: QueryRunner): Promise<void> {
    const c = columns(runner);
    for (const table of tables(c)) await runner.createTable(new Table(table));
    const { driver } = runner.connection;
    const values = Array.from({ length: bucketCount }, (_, bucket) => `(${bucket}, '2000-01-01 00:00:00.000')`);
    await runner.query(
      `INSERT INTO ${driver.escape('outbox_bucket')} (bucket, touched_at) VALUES ${values.join(', ')}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables(columns(runner))) await runner.dropTable(name);
  }
}

const tables = (c: ReturnType<typeof columns>) => [
  {
    name: 'outbox',
    columns: [
      c.autoId(),
      c.ref('event_id'),
      c.integer('bucket'),
      c.ref('aggregate_id'),
      c.integer('sequence'),
      c.text('type', 120),
      c.longText('envelope'),
      c.instant('created_at'),
      c.instant('published_at', { nullable: true }),
    ],
    indices: [
      { name: 'outbox_event', columnNames: ['event_id'], isUnique: true },
      { name: 'outbox_aggregate', columnNames: ['aggregate_id', 'sequence'], isUnique: true },
      { name: 'outbox_unpublished', columnNames: ['published_at', 'bucket', 'id'] },
    ],
  },
  { name: 'stream', columns: [c.key('aggregate_id'), c.integer('last_sequence'), c.ref('correlation_id')] },
  { name: 'outbox_bucket', columns: [{ ...c.integer('bucket'), isPrimary: true }, c.instant('touched_at')] },
  { name: 'inbox', columns: [c.key('event_id'), c.instant('handled_at')] },
  { name: 'inbox_cursor', columns: [c.key('aggregate_id'), c.integer('last_sequence')] },
  { name: 'log_position', columns: [c.key('topic', 80), c.integer('position')] },
  {
    name: 'dead_letter',
    columns: [
      c.id(),
      c.text('topic', 80),
      c.ref('event_id', { nullable: true }),
      c.ref('aggregate_id', { nullable: true }),
      c.integer('sequence', { nullable: true }),
      c.longText('message'),
      c.text('error_class', 40),
      c.text('error_text', 500),
      c.integer('attempts'),
      c.code('state', 16),
      c.instant('created_at'),
    ],
    indices: [
      { name: 'dead_letter_event', columnNames: ['event_id'], isUnique: true },
      { name: 'dead_letter_open', columnNames: ['aggregate_id', 'state'] },
    ],
  },
  {
    name: 'idempotency',
    columns: [
      c.key('person'),
      c.key('mutation', 60),
      c.key('idempotency_key', 100),
      c.text('input_hash', 64),
      c.ref('aggregate_id', { nullable: true }),
      c.json('refusal', { nullable: true }),
      c.instant('created_at'),
    ],
    indices: [{ name: 'idempotency_age', columnNames: ['created_at'] }],
  },
];

export const kitMigrations = [CreateDeliveryTables1750000000000] as const;
