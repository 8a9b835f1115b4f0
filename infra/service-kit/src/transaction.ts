import { crc32 } from 'node:zlib';
import type { DomainEvent, Envelope, ServiceName } from '@chengqi/schemas';
import type { EntityManager, EntitySchema } from 'typeorm';
import type { Clock, Ids } from './clock.ts';
import type { Database } from './database/database.ts';
import { LostRace } from './database/errors.ts';
import { bucketCount, OutboxEntity } from './database/tables.ts';
import type { Request } from './viewer.ts';

/** What commands and consumers write through: rows, events and their time, in one database transaction. */
export interface Transaction {
  readonly manager: EntityManager;
  /** One instant for everything written in this transaction. */
  readonly now: Date;
  /** Null inside consumers and timers. */
  readonly request: Request | null;
  /** The event being handled; null inside commands. */
  readonly cause: Envelope | null;
  readonly provenance: 'live' | 'imported';
  /** Stores the events with the next sequence of their aggregates; they are published after the commit. */
  append(
    events: DomainEvent | readonly DomainEvent[],
    options?: {
      role?: string | null;
      /** The aggregate inside which a person made this one: a new chain of events takes its correlation. */
      within?: string;
      /** The events do not say who acted: an anonymous report. */
      unnamed?: boolean;
    },
  ): Promise<void>;
  insert<T extends { id: string }>(entity: EntitySchema<T>, row: T): Promise<T>;
  /** Compares the version read before, adds one, and sets `updatedAt` where the row has it. */
  update<T extends { id: string; version: number }>(
    entity: EntitySchema<T>,
    before: T,
    changes: Partial<T>,
  ): Promise<T>;
}

export interface TransactionSource {
  readonly service: ServiceName;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Called after each commit that stored events. */
  readonly wake: () => void;
}

export interface TransactionOptions {
  readonly request?: Request | null;
  readonly cause?: Envelope | null;
  readonly provenance?: 'live' | 'imported';
}

/** A transaction's view on an open `manager`; use it only inside `db.write`. */
export function createTransaction(
  source: TransactionSource,
  manager: EntityManager,
  { request = null, cause = null, provenance = 'live' }: TransactionOptions,
): Transaction {
  const now = source.clock.now();
  const context = { request, cause, provenance, now };
  return {
    manager,
    ...context,
    async append(events, { role = null, within = null, unnamed = false } = {}) {
      const list = Array.isArray(events) ? events : [events as DomainEvent];
      for (const event of list) await appendToOutbox(source, manager, event, { ...context, role, within, unnamed });
      if (list.length > 0) source.db.afterCommit(source.wake);
    },
    async insert(entity, row) {
      await manager.getRepository(entity).insert(row as never);
      return row;
    },
    async update(entity, before, changes) {
      const stamped = 'updatedAt' in before ? { updatedAt: now } : {};
      const after = { ...before, ...changes, ...stamped, version: before.version + 1 };
      const { id, ...columns } = after;
      const result = await manager
        .getRepository(entity)
        .update({ id, version: before.version } as never, columns as never);
      if (result.affected !== 1) throw new LostRace(`${entity.options.name} ${id} changed since it was read`);
      return after;
    },
  };
}

interface AppendContext extends Required<TransactionOptions> {
  readonly now: Date;
  readonly role: string | null;
  readonly within: string | null;
  readonly unnamed: boolean;
}

async function appendToOutbox(
  { service, db, ids }: TransactionSource,
  manager: EntityManager,
  event: DomainEvent,
  { request, cause, provenance, now, role, within, unnamed }: AppendContext,
): Promise<void> {
  const data = event.contract.schema.parse(event.data);
  const inherited = within ? await correlationOf(db.dialect, manager, within, ids.next('cor')) : cause?.correlationid;
  const { sequence, correlationId } = await nextInStream(
    db.dialect,
    manager,
    event.subject,
    inherited ?? ids.next('cor'),
  );
  const envelope: Envelope = {
    specversion: '1.0',
    id: ids.next('evt'),
    type: event.contract.type,
    source: `/services/${service}`,
    subject: event.subject,
    time: now.toISOString(),
    datacontenttype: 'application/json',
    sequence,
    aggregateversion: sequence,
    correlationid: correlationId,
    causationid: cause?.id ?? null,
    actorid: unnamed ? null : (request?.viewer.personId ?? null),
    onbehalfof: unnamed ? null : (request?.viewer.onBehalfOf ?? null),
    actorrole: role ?? (request ? null : 'SYSTEM'),
    orgid: event.orgId,
    secrecylevel: event.secrecyLevel,
    provenance,
    traceparent: request?.traceparent ?? cause?.traceparent ?? null,
    data,
  };
  await manager.getRepository(OutboxEntity).insert({
    eventId: envelope.id,
    bucket: crc32(event.subject) % bucketCount,
    aggregateId: event.subject,
    sequence,
    type: envelope.type,
    envelope: JSON.stringify(envelope),
    createdAt: now,
    publishedAt: null,
  });
}

/** Locks the aggregate's stream row until the commit, so that sequences and outbox ids rise together. */
async function nextInStream(
  dialect: Database['dialect'],
  manager: EntityManager,
  aggregateId: string,
  correlationId: string,
) {
  const insert = 'INSERT INTO stream (aggregate_id, last_sequence, correlation_id) VALUES (?, 1, ?)';
  if (dialect === 'sqlite') {
    const [row] = await manager.query<{ last_sequence: number; correlation_id: string }[]>(
      `${insert} ON CONFLICT (aggregate_id) DO UPDATE SET last_sequence = last_sequence + 1 RETURNING last_sequence, correlation_id`,
      [aggregateId, correlationId],
    );
    if (!row) throw new Error('the stream row was not returned');
    return { sequence: row.last_sequence, correlationId: row.correlation_id };
  }
  await manager.query(`${insert} ON DUPLICATE KEY UPDATE last_sequence = last_sequence + 1`, [
    aggregateId,
    correlationId,
  ]);
  const [row] = await manager.query<{ last_sequence: number; correlation_id: string }[]>(
    'SELECT last_sequence, correlation_id FROM stream WHERE aggregate_id = ?',
    [aggregateId],
  );
  if (!row) throw new Error('the stream row was not returned');
  return { sequence: row.last_sequence, correlationId: row.correlation_id };
}

/** The correlation of an aggregate; one that has published nothing yet gets its own now. */
async function correlationOf(
  dialect: Database['dialect'],
  manager: EntityManager,
  aggregateId: string,
  fresh: string,
): Promise<string> {
  const ignore = dialect === 'mysql' ? 'INSERT IGNORE' : 'INSERT OR IGNORE';
  await manager.query(`${ignore} INTO stream (aggregate_id, last_sequence, correlation_id) VALUES (?, 0, ?)`, [
    aggregateId,
    fresh,
  ]);
  const [row] = await manager.query<{ correlation_id: string }[]>(
    'SELECT correlation_id FROM stream WHERE aggregate_id = ?',
    [aggregateId],
  );
  return row?.correlation_id ?? fresh;
}
