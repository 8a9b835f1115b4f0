import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { DeliveryEntity } from './delivery.entity.ts';
import type { Delivery } from './delivery.ts';

/** All of them; whoever asks narrows it. */
export const deliveryQuery = (manager: EntityManager): SelectQueryBuilder<Delivery> =>
  manager.getRepository(DeliveryEntity).createQueryBuilder('v');

/** What the recipient has neither signed for nor sent back (DOC-10). */
export const unsignedDeliveries = (manager: EntityManager, recipientId: string): SelectQueryBuilder<Delivery> =>
  deliveryQuery(manager).where(`v.ownerOrgId = :recipientId AND v.status = 'SENT'`, { recipientId });

/** Those that an act here sent out and nobody answered. */
export const unansweredDeliveries = (manager: EntityManager) =>
  deliveryQuery(manager).where(`v.status = 'SENT' AND (v.issuedById IS NOT NULL OR v.openedAt IS NOT NULL)`);

/** Deliveries of many documents in one look-up, main recipients first. */
export const deliveriesOfDocuments = (manager: EntityManager, documentIds: readonly string[]) =>
  deliveryQuery(manager)
    .where('v.documentId IN (:...documentIds)', { documentIds })
    .orderBy('v.role', 'DESC')
    .addOrderBy('v.id', 'ASC');

/** When a main recipient answered last; null while none has. */
export async function lastAnswer(manager: EntityManager, documentId: string): Promise<Date | null> {
  const query = deliveryQuery(manager).where(`v.documentId = :documentId AND v.role = 'MAIN'`, { documentId });
  const last = await query.andWhere('v.answeredAt IS NOT NULL').orderBy('v.answeredAt', 'DESC').limit(1).getOne();
  return last?.answeredAt ?? null;
}
