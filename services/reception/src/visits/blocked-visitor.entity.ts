import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { BlockedVisitor } from './blocked-visitor.ts';

const maybe = { nullable: true };

export const BlockedVisitorEntity = new EntitySchema<BlockedVisitor>({
  name: 'BlockedVisitor',
  tableName: 'blocked_visitors',
  columns: {
    ...column.root(),
    visitId: column.ref('visit_id'),
    phoneHash: column.code('phone_hash', 64, maybe),
    idHash: column.code('id_hash', 64, maybe),
    reason: column.text('reason', 500),
    until: column.instant('until_at'),
    blockedById: column.ref('blocked_by_id', maybe),
    liftedAt: column.instant('lifted_at', maybe),
    liftedById: column.ref('lifted_by_id', maybe),
    liftReason: column.text('lift_reason', 500, maybe),
  },
  indices: [
    { name: 'blocked_visitors_owner', columns: ['ownerOrgId', 'createdAt'] },
    { name: 'blocked_visitors_visit', columns: ['visitId'] },
    { name: 'blocked_visitors_phone', columns: ['phoneHash', 'status'] },
    { name: 'blocked_visitors_document', columns: ['idHash', 'status'] },
  ],
});
