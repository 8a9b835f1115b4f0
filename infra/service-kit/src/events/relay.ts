import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@chengqi/schemas';
import { In, IsNull } from 'typeorm';
import type { Database } from '../database/database.ts';
import { OutboxBucketEntity, OutboxEntity } from '../database/tables.ts';
import type { Logger } from '../log.ts';
import { endingAll, openSpan, SpanKind } from '../tracing/spans.ts';

const batchSize = 500;
const batchBytes = 1_000_000;
const pollMilliseconds = 200;
/** Its own process wakes a relay at every commit; a relay that finds nothing looks less often for what others left. */
const idleMilliseconds = 2000;

export type Send = (messages: readonly { key: string; value: string }[]) => Promise<void>;

/**
 * Publishes the outbox. A relay locks one bucket's row while it sends that bucket's rows in their order, so several
 * relays share the work and no event overtakes an earlier one of its aggregate. A crash between sending and marking
 * sends again; consumers drop the second.
 */
export function startRelay(service: ServiceName, db: Database, send: Send, log: Logger) {
  const stopping = new AbortController();
  let waiting = new AbortController();
  let woken = false;

  async function publishBucket(): Promise<number> {
    return db.write(async (manager) => {
      const pending = await manager
        .getRepository(OutboxEntity)
        .createQueryBuilder('o')
        .select('DISTINCT o.bucket', 'bucket')
        .where('o.publishedAt IS NULL')
        .getRawMany<{ bucket: number }>();
      if (pending.length === 0) return 0;
      const bucket = await manager
        .getRepository(OutboxBucketEntity)
        .createQueryBuilder('b')
        .where({ bucket: In(pending.map((row) => row.bucket)) })
        .orderBy('b.touchedAt', 'ASC')
        .limit(1)
        .setLock('pessimistic_write')
        .setOnLocked('skip_locked')
        .getOne();
      if (!bucket) return 0;
      const rows = await manager
        .getRepository(OutboxEntity)
        .find({ where: { bucket: bucket.bucket, publishedAt: IsNull() }, order: { id: 'ASC' }, take: batchSize });
      const batch = withinBytes(rows);
      if (batch.length > 0)
        await traced(service, batch, () =>
          send(batch.map(({ aggregateId, envelope }) => ({ key: aggregateId, value: envelope }))),
        );
      const at = new Date();
      await manager.getRepository(OutboxBucketEntity).update({ bucket: bucket.bucket }, { touchedAt: at });
      if (batch.length > 0)
        await manager.getRepository(OutboxEntity).update({ id: In(batch.map(({ id }) => id)) }, { publishedAt: at });
      return batch.length;
    });
  }

  async function run(): Promise<void> {
    let pause = pollMilliseconds;
    while (!stopping.signal.aborted) {
      woken = false;
      const published = await publishBucket().catch((error: unknown) => {
        log.warn({ err: error }, 'publishing failed; the events stay in the outbox');
        return 0;
      });
      pause = published > 0 || woken ? pollMilliseconds : Math.min(2 * pause, idleMilliseconds);
      if (published > 0 || woken) continue;
      waiting = new AbortController();
      await sleep(pause, undefined, { signal: AbortSignal.any([stopping.signal, waiting.signal]) }).catch(
        () => undefined,
      );
    }
  }

  const loop = run();
  return {
    wake: () => {
      woken = true;
      waiting.abort();
    },
    depth: () => db.read.getRepository(OutboxEntity).countBy({ publishedAt: IsNull() }),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await loop;
    },
  };
}

const traceparentIn = /"traceparent":"([\da-f-]{55})"/;

/** What is sent at once belongs to the traces of all who caused it. */
function traced(
  by: ServiceName,
  rows: readonly { readonly type: string; readonly envelope: string }[],
  work: () => Promise<void>,
): Promise<void> {
  const spans = rows.map(({ type, envelope }) =>
    openSpan(`publish ${type}`, { by, kind: SpanKind.PRODUCER, from: traceparentIn.exec(envelope)?.[1] ?? null }),
  );
  return endingAll(spans, work);
}

/** The first rows whose envelopes fit one request to the broker; at least one. */
function withinBytes<T extends { envelope: string }>(rows: readonly T[]): readonly T[] {
  let bytes = 0;
  const end = rows.findIndex(({ envelope }) => {
    bytes += Buffer.byteLength(envelope);
    return bytes > batchBytes;
  });
  return end === -1 ? rows : rows.slice(0, Math.max(1, end));
}
