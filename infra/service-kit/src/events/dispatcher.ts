import { setTimeout as sleep } from 'node:timers/promises';
import { type Envelope, type EventContract, envelopeSchema } from '@chengqi/schemas';
import type { EntityManager } from 'typeorm';
import { isConcurrencyFailure, isConnectionFailure } from '../database/errors.ts';
import { findRows, insertRows, upsertRows } from '../database/many-rows.ts';
import { DeadLetterEntity, InboxCursorEntity, InboxEntity } from '../database/tables.ts';
import { DomainError } from '../errors.ts';
import { inLog, type Logger } from '../log.ts';
import { endingAll, type OpenSpan, openSpan, SpanKind } from '../tracing/spans.ts';
import { createTransaction, type TransactionSource } from '../transaction.ts';
import { type Consumer, contractsOf } from './consumer.ts';
import { type Message, type MessageHandler, Pause } from './transport.ts';

export interface DispatcherOptions {
  readonly source: TransactionSource;
  readonly consumers: readonly Consumer[];
  readonly log: Logger;
  /** In-place tries before a message is paused; tests shorten the waits. */
  readonly retry?: {
    readonly inPlace: number;
    readonly pauses: number;
    readonly firstMilliseconds: number;
    readonly pauseMilliseconds: number;
  };
  /** Runs after a batch that handled something, such as forgetting cached replicas. */
  readonly onHandled?: () => void;
}

const usual = { inPlace: 5, pauses: 10, firstMilliseconds: 50, pauseMilliseconds: 2000 };

/**
 * Turns messages into effects, once and in order. A batch is tried as one transaction; when anything in it fails, its
 * messages go one by one: bounded tries in place, then pauses, then the dead-letter table. Later events of the same
 * aggregate follow it there (GAP), so that order holds.
 */
export function createDispatcher({
  source,
  consumers,
  log,
  retry = usual,
  onHandled,
}: DispatcherOptions): MessageHandler {
  const { db } = source;
  const pauses = new Map<string, number>();
  const reactions = reactionsOf(consumers);
  const bases = new Set([...reactions.keys()].map(baseOf));
  const batching = consumers.filter((consumer) => 'contracts' in consumer);
  const singles = new Set(consumers.flatMap((consumer) => ('contract' in consumer ? [consumer.contract.type] : [])));

  async function handleTogether(messages: readonly Message[]): Promise<boolean> {
    try {
      if ((await apply(messages.map(parse))) === 'gap') throw new Pause('gap', 0);
      return true;
    } catch {
      return false;
    }
  }

  /** All of the events that are new, in one transaction, or nothing: `gap` when an earlier event of an aggregate is missing. */
  function apply(events: readonly Envelope[]): Promise<'handled' | 'gap'> {
    const spans = spansOf(events);
    const [first] = spans.values();
    const all = () => write(events, spans);
    return endingAll(spans.values(), () => first?.within(all) ?? all());
  }

  /** Each event goes on with the trace of what caused it; what a batch does once is told in the trace of its first. */
  const spansOf = (events: readonly Envelope[]): ReadonlyMap<Envelope, OpenSpan> =>
    new Map(
      events.flatMap((event) => {
        const { id, type, subject, traceparent } = event;
        if (traceparent === null || !reactions.has(type)) return [];
        const attributes = { 'messaging.message.id': id, 'chengqi.subject': subject };
        const options = { by: source.service, kind: SpanKind.CONSUMER, from: traceparent, attributes };
        const open = openSpan(`handle ${type}`, options);
        return open ? [[event, open] as const] : [];
      }),
    );

  function write(events: readonly Envelope[], spans: ReadonlyMap<Envelope, OpenSpan>): Promise<'handled' | 'gap'> {
    return db.write(async (manager) => {
      const accepted = await accept(manager, events);
      if (accepted === 'gap') return 'gap';
      for (const event of accepted) {
        const handle = () => inLog({ event: event.id }, () => handleEach(event, manager));
        await (spans.get(event)?.within(handle) ?? handle());
      }
      for (const consumer of batching) {
        const types = new Set(contractsOf(consumer).map(({ type }) => type));
        const own = accepted.filter(({ type }) => types.has(type));
        if (own.length > 0) await consumer.handleAll(own, manager);
      }
      return 'handled';
    });
  }

  /** Notes the events as handled and answers those that were not yet: three statements however many there are. */
  async function accept(manager: EntityManager, events: readonly Envelope[]): Promise<readonly Envelope[] | 'gap'> {
    const subjects = [...new Set(events.map(({ subject }) => subject))];
    const known = await findRows(manager, InboxCursorEntity, subjects);
    const cursors = new Map(known.map(({ aggregateId, lastSequence }) => [aggregateId, lastSequence]));
    const fresh: Envelope[] = [];
    for (const event of events) {
      const last = cursors.get(event.subject) ?? 0;
      if (event.sequence > last + 1) return 'gap';
      if (event.sequence <= last) continue;
      cursors.set(event.subject, event.sequence);
      fresh.push(event);
    }
    if (fresh.length === 0) return fresh;
    const handledAt = source.clock.now();
    const noted = fresh.map(({ id }) => ({ eventId: id, handledAt }));
    await insertRows(manager, InboxEntity, noted);
    const moved = [...new Set(fresh.map(({ subject }) => subject))].sort();
    const ends = moved.map((aggregateId) => ({ aggregateId, lastSequence: cursors.get(aggregateId) ?? 0 }));
    await upsertRows(manager, InboxCursorEntity, ends);
    return fresh;
  }

  async function handleEach(event: Envelope, manager: EntityManager): Promise<void> {
    const tx = createTransaction(source, manager, { cause: event, provenance: event.provenance });
    for (const consumer of consumersOf(event)) {
      if ('contracts' in consumer) continue;
      if (event.provenance === 'live' || consumer.imported) await consumer.handle(event, tx);
    }
  }

  /** @throws UnreadableMessage for an event that nobody here understands although it should be. */
  function consumersOf(event: Envelope): readonly Consumer[] {
    const exact = reactions.get(event.type);
    if (exact) {
      for (const { schema } of exact.contracts) schema.parse(event.data);
      return exact.consumers;
    }
    if (bases.has(baseOf(event.type))) {
      throw new UnreadableMessage(`${event.type} is newer than what this service reads`);
    }
    return [];
  }

  async function handleAlone(message: Message): Promise<void> {
    let event: Envelope;
    try {
      event = parse(message);
    } catch (error) {
      return bury(message, null, 'POISON', error, 1);
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        if ((await apply([event])) === 'handled') return void pauses.delete(event.id);
        if (await hasOpenDeadLetter(event.subject))
          return bury(message, event, 'GAP', new Error('an earlier event waits'), attempt);
        if (attempt > retry.inPlace)
          return waitOrBury(message, event, 'GAP', new Error('an earlier event is missing'), attempt);
      } catch (error) {
        if (isConnectionFailure(error)) throw new Pause('the database is away', retry.pauseMilliseconds);
        if (!isTransient(error) && attempt > 2) return bury(message, event, classOf(error), error, attempt);
        if (attempt > retry.inPlace) return waitOrBury(message, event, classOf(error), error, attempt);
      }
      await sleep(Math.min(5000, retry.firstMilliseconds * 2 ** attempt) * (0.5 + Math.random() / 2));
    }
  }

  async function waitOrBury(
    message: Message,
    event: Envelope,
    errorClass: string,
    error: unknown,
    attempts: number,
  ): Promise<void> {
    const paused = (pauses.get(event.id) ?? 0) + 1;
    pauses.set(event.id, paused);
    if (paused <= retry.pauses) throw new Pause(`${event.type} ${event.id}`, retry.pauseMilliseconds);
    pauses.delete(event.id);
    await bury(message, event, errorClass, error, attempts * paused);
  }

  const hasOpenDeadLetter = (aggregateId: string) =>
    db.read.getRepository(DeadLetterEntity).existsBy({ aggregateId, state: 'OPEN' });

  async function bury(
    message: Message,
    event: Envelope | null,
    errorClass: string,
    error: unknown,
    attempts: number,
  ): Promise<void> {
    log.error({ err: error, topic: message.topic, event: event?.id, type: event?.type }, 'dead letter');
    await db.write(async (manager) => {
      const letters = manager.getRepository(DeadLetterEntity);
      if (event && (await letters.existsBy({ eventId: event.id }))) return;
      await letters.insert({
        id: source.ids.next('dlt'),
        topic: message.topic,
        eventId: event?.id ?? null,
        aggregateId: event?.subject ?? null,
        sequence: event?.sequence ?? null,
        message: message.value,
        errorClass,
        errorText: String(error instanceof Error ? error.message : error).slice(0, 500),
        attempts,
        state: 'OPEN',
        createdAt: source.clock.now(),
      });
    });
  }

  /** Whether a consumer takes the event by itself; asked of the text, because it only decides how much goes together. */
  const isSingle = ({ value }: Message): boolean => singles.has(typeIn.exec(value)?.[1] ?? '');

  return async (messages, goesOn = () => true) => {
    try {
      for (const portion of portionsOf(messages, isSingle)) {
        // What was handled is noted, and is not done again by whoever gets these messages next.
        if (!goesOn()) throw new Pause('stopped', 0);
        if (!(await handleTogether(portion))) for (const message of portion) await handleAlone(message);
      }
    } finally {
      onHandled?.();
    }
  };
}

const typeIn = /"type":"([a-z]+\.[A-Z][A-Za-z]+\.v\d+)"/;
const mostSingles = 100;

/** A transaction takes up to a hundred events that are handled one by one, and with them all that projections take together. */
function* portionsOf(messages: readonly Message[], isSingle: (message: Message) => boolean) {
  let portion: Message[] = [];
  let singles = 0;
  for (const message of messages) {
    portion.push(message);
    if (isSingle(message)) singles += 1;
    if (singles < mostSingles) continue;
    yield portion;
    [portion, singles] = [[], 0];
  }
  if (portion.length > 0) yield portion;
}

/** Consumers by type of event, with each contract once: a projection of all topics and a replica may share one. */
function reactionsOf(consumers: readonly Consumer[]) {
  const byType = new Map<string, { contracts: Set<EventContract>; consumers: Consumer[] }>();
  for (const consumer of consumers) {
    for (const contract of contractsOf(consumer)) {
      const known = byType.get(contract.type) ?? { contracts: new Set(), consumers: [] };
      known.contracts.add(contract);
      known.consumers.push(consumer);
      byType.set(contract.type, known);
    }
  }
  return byType;
}

const baseOf = (type: string) => type.replace(/\.v\d+$/, '');

class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
}

function parse({ value }: Message): Envelope {
  return envelopeSchema.parse(JSON.parse(value));
}

const isTransient = (error: unknown) =>
  isConcurrencyFailure(error) || (error instanceof DomainError && error.details.retryable === true);

const classOf = (error: unknown) =>
  (error instanceof DomainError ? error.code : error instanceof Error ? error.name : 'Error').slice(0, 40);
