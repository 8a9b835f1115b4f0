import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Delivery } from './delivery.ts';

const optional = { nullable: true };

export const DeliveryEntity = new EntitySchema<Delivery>({
  name: 'Delivery',
  tableName: 'deliveries',
  columns: {
    ...column.root(),
    documentId: column.ref('document_id'),
    role: column.code('role', 8),
    issuedById: column.ref('issued_by_id', optional),
    openedAt: column.instant('opened_at', optional),
    answeredAt: column.instant('answered_at', optional),
    answeredById: column.ref('answered_by_id', optional),
    rejectReason: column.text('reject_reason', 500, optional),
    urgedCount: column.integer('urged_count', optional),
  },
  indices: [
    { name: 'deliveries_recipient', columns: ['documentId', 'ownerOrgId'], unique: true },
    { name: 'deliveries_unsigned', columns: ['ownerOrgId', 'status', 'createdAt'] },
    { name: 'deliveries_open', columns: ['secrecyLevel', 'id'] },
  ],
});
