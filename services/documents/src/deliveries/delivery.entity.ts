import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Delivery } from './delivery.ts';

const optional = { nullable: true };

export const DeliveryEntity = new EntitySchema<Delivery>({
  name: 'Delivery',
  tableName: 'deliveries',
  columns: {
    id: column.id(),
    status: column.code('status', 16),
    version: column.integer('version'),
    ownerOrgId: column.ref('owner_org_id'),
    secrecyLevel: column.code('secrecy_level', 16),
    createdAt: column.instant('created_at'),
    updatedAt: column.instant('updated_at'),
    documentId: column.ref('document_id'),
    role: column.code('role', 8),
    issuedById: column.ref('issued_by_id', optional),
    answeredAt: column.instant('answered_at', optional),
    answeredById: column.ref('answered_by_id', optional),
    rejectReason: column.text('reject_reason', 500, optional),
  },
  indices: [
    { name: 'deliveries_recipient', columns: ['documentId', 'ownerOrgId'], unique: true },
    { name: 'deliveries_unsigned', columns: ['ownerOrgId', 'status', 'createdAt'] },
  ],
});
