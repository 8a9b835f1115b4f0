import type { Envelope } from '@chengqi/schemas';
import { StreamEntity, type Transaction } from '@chengqi/service-kit';

/** Keeps the correlation of a source told by another service, for what a person opens for it later (`within` its id). */
export async function keepCorrelation(tx: Transaction, { subject, correlationid }: Envelope): Promise<void> {
  await tx.manager
    .createQueryBuilder()
    .insert()
    .into(StreamEntity)
    .values({ aggregateId: subject, lastSequence: 0, correlationId: correlationid })
    .orIgnore()
    .updateEntity(false)
    .execute();
}
