import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceName, topicOf } from '@chengqi/schemas';
import { MoreThan } from 'typeorm';
import type { Database } from '../database/database.ts';
import { LogPositionEntity, OutboxEntity } from '../database/tables.ts';
import type { Logger } from '../log.ts';
import { type EventTransport, type MessageHandler, Pause } from './transport.ts';

const batchSize = 1000;
const failedMilliseconds = 1000;
/** Readers are woken by every commit; this is for one that failed. */
const sweepMilliseconds = 5000;

/**
 * The transport of the embedded office: each service's outbox is the log of its topic and is never trimmed; every
 * subscriber keeps its own position in its own database. SQLite commits one writer after the other, so ids become
 * visible in order and a position cannot skip a row.
 */
export function createInProcessTransport(log: Logger): EventTransport {
  const sources = new Map<ServiceName, Database>();
  const readers = new Map<ServiceName, Set<() => void>>();
  const stopping = new AbortController();

  const wake = (service: ServiceName) => {
    for (const reader of readers.get(service) ?? []) reader();
  };

  async function follow(
    owner: ServiceName,
    position: Position,
    handle: MessageHandler,
    signal: AbortSignal,
  ): Promise<void> {
    let pending = true;
    let notify = () => {};
    const onWake = () => {
      pending = true;
      notify();
    };
    const listeners = readers.get(owner) ?? new Set();
    readers.set(owner, listeners.add(onWake));
    while (!signal.aborted) {
      pending = false;
      const source = sources.get(owner);
      const more = source ? await readOn(source, owner, position, handle, log) : 0;
      if (more === 'full' || pending || signal.aborted) continue;
      const pause = typeof more === 'number' && more > 0 ? more : sweepMilliseconds;
      const waiting = new AbortController();
      notify = () => waiting.abort();
      await sleep(pause, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(() => undefined);
    }
    listeners.delete(onWake);
  }

  return {
    async publish(service, db) {
      sources.set(service, db);
      wake(service);
      return {
        wake: () => wake(service),
        depth: async () => 0,
        [Symbol.asyncDispose]: async () => void sources.delete(service),
      };
    },
    async subscribe(_group, owners, db, handle) {
      const own = new AbortController();
      const signal = AbortSignal.any([own.signal, stopping.signal]);
      const loops = owners.map((owner) => follow(owner, storedPosition(owner, db), handle, signal));
      return {
        backlog: async () =>
          Object.fromEntries(
            await Promise.all(
              owners.map(async (owner) => [topicOf(owner), await behind(sources.get(owner), owner, db)]),
            ),
          ),
        async [Symbol.asyncDispose]() {
          own.abort();
          for (const owner of owners) wake(owner);
          await Promise.all(loops);
        },
      };
    },
    async tail(owners, handle) {
      const own = new AbortController();
      const signal = AbortSignal.any([own.signal, stopping.signal]);
      const positions = await Promise.all(
        owners.map(async (owner) => [owner, rememberedPosition(await endOf(sources.get(owner)))] as const),
      );
      const loops = positions.map(([owner, position]) => follow(owner, position, handle, signal));
      return {
        async [Symbol.asyncDispose]() {
          own.abort();
          for (const owner of owners) wake(owner);
          await Promise.all(loops);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      for (const owner of sources.keys()) wake(owner);
    },
  };
}

/** How far a reader has come in one topic. */
interface Position {
  get(): Promise<number>;
  set(position: number): Promise<void>;
}

const storedPosition = (owner: ServiceName, db: Database): Position => ({
  get: () => positionOf(owner, db),
  set: async (position) => {
    await db.write((manager) =>
      manager.getRepository(LogPositionEntity).upsert({ topic: topicOf(owner), position }, ['topic']),
    );
  },
});

function rememberedPosition(position: number): Position {
  let current = position;
  return {
    get: async () => current,
    set: async (next) => {
      current = next;
    },
  };
}

const endOf = async (source: Database | undefined): Promise<number> =>
  (await source?.read.getRepository(OutboxEntity).maximum('id')) ?? 0;

async function positionOf(owner: ServiceName, db: Database): Promise<number> {
  const row = await db.read.getRepository(LogPositionEntity).findOneBy({ topic: topicOf(owner) });
  return row?.position ?? 0;
}

const behind = async (source: Database | undefined, owner: ServiceName, db: Database): Promise<number> =>
  source ? source.read.getRepository(OutboxEntity).countBy({ id: MoreThan(await positionOf(owner, db)) }) : 0;

/** Handles one batch; answers `full` when more may wait, else how long to pause in milliseconds. */
async function readOn(
  source: Database,
  owner: ServiceName,
  position: Position,
  handle: MessageHandler,
  log: Logger,
): Promise<'full' | number> {
  try {
    const rows = await source.read
      .getRepository(OutboxEntity)
      .find({ where: { id: MoreThan(await position.get()) }, order: { id: 'ASC' }, take: batchSize });
    const last = rows.at(-1);
    if (!last) return 0;
    await handle(rows.map(({ envelope }) => ({ topic: topicOf(owner), value: envelope })));
    await position.set(last.id);
    return rows.length === batchSize ? 'full' : 0;
  } catch (error) {
    if (!(error instanceof Pause)) log.error({ err: error, topic: topicOf(owner) }, 'reading the log failed');
    return error instanceof Pause ? error.milliseconds : failedMilliseconds;
  }
}
