import type { Office } from '@chengqi/office-kernel';
import type { Request } from '@chengqi/service-kit';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { DeliveryEntity } from './delivery.entity.ts';
import type { Delivery } from './delivery.ts';
import { deliveryWorkflow } from './delivery.workflow.ts';

interface Scope {
  readonly manager: EntityManager;
  readonly office: Office;
  readonly request: Request;
}

function visibleDeliveries({ manager, office, request }: Scope): SelectQueryBuilder<Delivery> {
  const { sql, params } = office.visible(request.viewer, { alias: 'v', roles: deliveryWorkflow.roles });
  return manager.getRepository(DeliveryEntity).createQueryBuilder('v').where(sql, params);
}

/** What the recipient has neither signed for nor sent back (DOC-10). */
export const unsignedDeliveries = (scope: Scope, recipientId: string): SelectQueryBuilder<Delivery> =>
  visibleDeliveries(scope).andWhere(`v.ownerOrgId = :recipientId AND v.status = 'SENT'`, { recipientId });

/** Deliveries of many documents in one look-up, main recipients first. */
export const deliveriesOfDocuments = (scope: Scope, documentIds: readonly string[]): Promise<Delivery[]> =>
  visibleDeliveries(scope)
    .andWhere('v.documentId IN (:...documentIds)', { documentIds })
    .orderBy('v.role', 'DESC')
    .addOrderBy('v.id', 'ASC')
    .getMany();
