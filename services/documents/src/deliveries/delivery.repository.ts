import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { DeliveryEntity } from './delivery.entity.ts';
import type { Delivery } from './delivery.ts';

const deliveries = (manager: EntityManager): SelectQueryBuilder<Delivery> =>
  manager.getRepository(DeliveryEntity).createQueryBuilder('v');

/** What the recipient has neither signed for nor sent back (DOC-10). */
export const unsignedDeliveries = (manager: EntityManager, recipientId: string): SelectQueryBuilder<Delivery> =>
  deliveries(manager).where(`v.ownerOrgId = :recipientId AND v.status = 'SENT'`, { recipientId });

/** Deliveries of many documents in one look-up, main recipients first. */
export const deliveriesOfDocuments = (manager: EntityManager, documentIds: readonly string[]) =>
  deliveries(manager)
    .where('v.documentId IN (:...documentIds)', { documentIds })
    .orderBy('v.role', 'DESC')
    .addOrderBy('v.id', 'ASC');
