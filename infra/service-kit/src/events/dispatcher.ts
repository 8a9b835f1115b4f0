import { setTimeout as sleep } from 'node:timers/promises';
import { type Envelope, envelopeSchema } from '@chengqi/schemas';
import { isConcurrencyFailure, isConnectionFailure } from '../database/errors.ts';
import { DeadLetterEntity, InboxCursorEntity, InboxEntity } from '../database/tables.ts';
import { DomainError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { createTransaction, type TransactionSource } from '../transaction.ts';
import type { Consumer } from './consumer.ts';
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

  async function handleTogether(messages: readonly Message[]): Promise<boolean> {
    try {
      const parsed = messages.map((message) => parse(message));
      await db.write(async () => {
        for (const event of parsed) if ((await apply(event)) === 'gap') throw new Pause('gap', 0);
      });
      return true;
    } catch {
      return false;
    }
  }

  /** Answers `gap` when an earlier event of the aggregate is missing. */
  async function apply(event: Envelope): Promise<'handled' | 'duplicate' | 'gap'> {
    return db.write(async (manager) => {
      const cursors = manager.getRepository(InboxCursorEntity);
      const cursor = await cursors.findOneBy({ aggregateId: event.subject });
      const last = cursor?.lastSequence ?? 0;
      if (event.sequence <= last) return 'duplicate';
      if (event.sequence > last + 1) return 'gap';
      await manager.getRepository(InboxEntity).insert({ eventId: event.id, handledAt: source.clock.now() });
      await cursors.upsert({ aggregateId: event.subject, lastSequence: event.sequence }, ['aggregateId']);
      const tx = createTransaction(source, manager, { cause: event, provenance: event.provenance });
      for (const consumer of consumersOf(event)) {
        if (event.provenance === 'live' || consumer.imported) await consumer.handle(event, tx);
      }
      return 'handled';
    });
  }

  function consumersOf(event: Envelope): readonly Consumer[] {
    const exact = consumers.filter(({ contract }) => contract.type === event.type);
    if (exact.length > 0) {
      for (const { contract } of exact) contract.schema.parse(event.data);
      return exact;
    }
    const base = event.type.replace(/\.v\d+$/, '');
    if (consumers.some(({ contract }) => contract.type.replace(/\.v\d+$/, '') === base)) {
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
        const outcome = await apply(event);
        if (outcome !== 'gap') return void pauses.delete(event.id);
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

  return async (messages) => {
    try {
      if (!(await handleTogether(messages))) for (const message of messages) await handleAlone(message);
    } finally {
      onHandled?.();
    }
  };
}

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
