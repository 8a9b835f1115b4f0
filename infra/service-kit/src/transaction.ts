import { crc32 } from 'node:zlib';
import type { DomainEvent, Envelope, ServiceName } from '@chengqi/schemas';
import type { EntityManager, EntitySchema } from 'typeorm';
import type { Clock, Ids } from './clock.ts';
import type { AnyEntity } from './database/columns.ts';
import type { Database } from './database/database.ts';
import { LostRace } from './database/errors.ts';
import { insertRows } from './database/many-rows.ts';
import { bucketCount, OutboxEntity } from './database/tables.ts';
import { traceparentNow } from './tracing/spans.ts';
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
      /** The aggregate inside which a person made this one, or each of them: a new chain takes its correlation. */
      within?: string | ((subject: string) => string);
      /** The events do not say who acted: an anonymous report. */
      unnamed?: boolean;
    },
  ): Promise<void>;
  insert<T extends { id: string }>(entity: EntitySchema<T>, row: T): Promise<T>;
  /** Many rows, five hundred in a statement. */
  insertAll<T extends { id: string }>(entity: EntitySchema<T>, rows: readonly T[]): Promise<void>;
  /** Lets follow what follows a stored row, where rows were stored in another way than by this transaction's own. */
  stored<T extends { id: string }>(entity: EntitySchema<T>, rows: readonly Stored<T>[]): Promise<void>;
  /** Compares the version read before, adds one, and sets `updatedAt` where the row has it. */
  update<T extends { id: string; version: number }>(
    entity: EntitySchema<T>,
    before: T,
    changes: Partial<T>,
  ): Promise<T>;
}

/** A row as it was stored, and what it was before; null when it is new. */
export interface Stored<T> {
  readonly before: T | null;
  readonly after: T;
}

/** What else is written when rows are stored, in their transaction; of two with one name the later counts. */
export type OnStored = <T extends { id: string }>(
  entity: EntitySchema<T>,
  name: string,
  react: (tx: Transaction, rows: readonly Stored<T>[]) => Promise<void>,
) => void;

export type StoredReaction = (tx: Transaction, rows: readonly Stored<never>[]) => Promise<void>;

export interface TransactionSource {
  readonly service: ServiceName;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Called after each commit that stored events. */
  readonly wake: () => void;
  /** What follows when rows of an entity are stored. */
  readonly reactions?: ReadonlyMap<AnyEntity, ReadonlyMap<string, StoredReaction>>;
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
  const tx: Transaction = {
    manager,
    ...context,
    async append(events, { role = null, within = null, unnamed = false } = {}) {
      const list = Array.isArray(events) ? events : [events as DomainEvent];
      for (let from = 0; from < list.length; from += mostAtOnce)
        await appendToOutbox(source, manager, list.slice(from, from + mostAtOnce), {
          ...context,
          role,
          within,
          unnamed,
        });
      if (list.length > 0) source.db.afterCommit(source.wake);
    },
    async stored(entity, rows) {
      for (const react of source.reactions?.get(entity)?.values() ?? [])
        await react(tx, rows as readonly Stored<never>[]);
    },
    async insert(entity, row) {
      await manager.getRepository(entity).insert(row as never);
      await tx.stored(entity, [{ before: null, after: row }]);
      return row;
    },
    async insertAll(entity, rows) {
      await insertRows(manager, entity, rows);
      await tx.stored(
        entity,
        rows.map((after) => ({ before: null, after })),
      );
    },
    async update(entity, before, changes) {
      const stamped = 'updatedAt' in before ? { updatedAt: now } : {};
      const after = { ...before, ...changes, ...stamped, version: before.version + 1 };
      const { id, ...columns } = after;
      const result = await manager
        .getRepository(entity)
        .update({ id, version: before.version } as never, columns as never);
      if (result.affected !== 1) throw new LostRace(`${entity.options.name} ${id} changed since it was read`);
      await tx.stored(entity, [{ before, after }]);
      return after;
    },
  };
  return tx;
}

interface AppendContext extends Required<TransactionOptions> {
  readonly now: Date;
  readonly role: string | null;
  readonly within: string | ((subject: string) => string) | null;
  readonly unnamed: boolean;
}

/** Events that are stored with the same three statements; far below the parameters that either engine takes. */
const mostAtOnce = 500;

/** A batch costs as many statements as one event does. */
async function appendToOutbox(
  { service, db, ids }: TransactionSource,
  manager: EntityManager,
  events: readonly DomainEvent[],
  { request, cause, provenance, now, role, within, unnamed }: AppendContext,
): Promise<void> {
  const parsed = events.map((event) => ({ ...event, data: event.contract.schema.parse(event.data) }));
  const subjects = parsed.map(({ subject }) => subject);
  const inherited = within ? await correlationsOf(db.dialect, manager, subjects, within, () => ids.next('cor')) : null;
  const streams = await nextInStreams(
    db.dialect,
    manager,
    subjects,
    (subject) => inherited?.(subject) ?? cause?.correlationid ?? ids.next('cor'),
  );
  const traceparent = traceparentNow() ?? request?.traceparent ?? cause?.traceparent ?? null;
  const rows = parsed.map(({ contract, subject, orgId, secrecyLevel, data }) => {
    const stream = streams.get(subject);
    if (!stream) throw new Error(`the stream row of ${subject} was not returned`);
    const sequence = stream.next++;
    const envelope: Envelope = {
      specversion: '1.0',
      id: ids.next('evt'),
      type: contract.type,
      source: `/services/${service}`,
      subject,
      time: now.toISOString(),
      datacontenttype: 'application/json',
      sequence,
      aggregateversion: sequence,
      correlationid: stream.correlationId,
      causationid: cause?.id ?? null,
      actorid: unnamed ? null : (request?.viewer.personId ?? null),
      onbehalfof: unnamed ? null : (request?.viewer.onBehalfOf ?? null),
      actorrole: role ?? (request ? null : 'SYSTEM'),
      orgid: orgId,
      secrecylevel: secrecyLevel,
      provenance,
      traceparent,
      data,
    };
    return {
      eventId: envelope.id,
      bucket: crc32(subject) % bucketCount,
      aggregateId: subject,
      sequence,
      type: envelope.type,
      envelope: JSON.stringify(envelope),
      createdAt: now,
      publishedAt: null,
    };
  });
  await manager.createQueryBuilder().insert().into(OutboxEntity).values(rows).updateEntity(false).execute();
}

interface StreamEnd {
  /** The sequence of the next event. */
  next: number;
  readonly correlationId: string;
}

/**
 * Takes as many sequences as each aggregate has events here, and locks its stream row until the commit, so that
 * sequences and outbox ids rise together. The rows of one list are locked in the order of their ids.
 */
async function nextInStreams(
  dialect: Database['dialect'],
  manager: EntityManager,
  subjects: readonly string[],
  freshCorrelation: (subject: string) => string,
): Promise<Map<string, StreamEnd>> {
  const counts = new Map<string, number>();
  for (const subject of subjects) counts.set(subject, (counts.get(subject) ?? 0) + 1);
  const aggregateIds = [...counts.keys()].sort();
  const values = aggregateIds.map(() => '(?, ?, ?)').join(', ');
  const parameters = aggregateIds.flatMap((id) => [id, counts.get(id), freshCorrelation(id)]);
  const insert = `INSERT INTO stream (aggregate_id, last_sequence, correlation_id) VALUES ${values}`;
  const rows =
    dialect === 'sqlite'
      ? await manager.query<StreamColumns[]>(
          `${insert} ON CONFLICT (aggregate_id) DO UPDATE SET last_sequence = last_sequence + excluded.last_sequence
           RETURNING aggregate_id, last_sequence, correlation_id`,
          parameters,
        )
      : await takenOnMysql(manager, insert, parameters, aggregateIds);
  return new Map(
    rows.map(({ aggregate_id, last_sequence, correlation_id }) => [
      aggregate_id,
      { next: last_sequence - (counts.get(aggregate_id) ?? 0) + 1, correlationId: correlation_id },
    ]),
  );
}

interface StreamColumns {
  readonly aggregate_id: string;
  readonly last_sequence: number;
  readonly correlation_id: string;
}

async function takenOnMysql(
  manager: EntityManager,
  insert: string,
  parameters: readonly unknown[],
  aggregateIds: readonly string[],
): Promise<StreamColumns[]> {
  await manager.query(`${insert} ON DUPLICATE KEY UPDATE last_sequence = last_sequence + VALUES(last_sequence)`, [
    ...parameters,
  ]);
  return streamsOf(manager, aggregateIds);
}

const streamsOf = (manager: EntityManager, aggregateIds: readonly string[]): Promise<StreamColumns[]> =>
  manager.query<StreamColumns[]>(
    `SELECT aggregate_id, last_sequence, correlation_id FROM stream WHERE aggregate_id IN (${aggregateIds.map(() => '?').join(', ')})`,
    [...aggregateIds],
  );

/** Of each subject the correlation of the aggregate around it; one that has published nothing yet gets its own now. */
async function correlationsOf(
  dialect: Database['dialect'],
  manager: EntityManager,
  subjects: readonly string[],
  within: string | ((subject: string) => string),
  fresh: () => string,
): Promise<(subject: string) => string | undefined> {
  const outerOf = typeof within === 'string' ? () => within : within;
  const outers = [...new Set(subjects.map(outerOf))].sort();
  const ignore = dialect === 'mysql' ? 'INSERT IGNORE' : 'INSERT OR IGNORE';
  await manager.query(
    `${ignore} INTO stream (aggregate_id, last_sequence, correlation_id) VALUES ${outers.map(() => '(?, 0, ?)').join(', ')}`,
    outers.flatMap((id) => [id, fresh()]),
  );
  const rows = await streamsOf(manager, outers);
  const known = new Map(rows.map(({ aggregate_id, correlation_id }) => [aggregate_id, correlation_id]));
  return (subject) => known.get(outerOf(subject));
}
