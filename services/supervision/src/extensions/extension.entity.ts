import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Extension } from './extension.ts';

const optional = { nullable: true };

export const ExtensionEntity = new EntitySchema<Extension>({
  name: 'Extension',
  tableName: 'extensions',
  columns: {
    id: column.id(),
    itemId: column.ref('item_id'),
    orgId: column.ref('org_id'),
    fromDueAt: column.instant('from_due_at'),
    toDueAt: column.instant('to_due_at'),
    reason: column.longText('reason'),
    progress: column.longText('progress'),
    requestedById: column.ref('requested_by_id', optional),
    requestedAt: column.instant('requested_at'),
    decideBy: column.instant('decide_by'),
    decision: column.code('decision', 16),
    decidedById: column.ref('decided_by_id', optional),
    decidedAt: column.instant('decided_at', optional),
    refusal: column.longText('refusal', optional),
    extensionNo: column.code('extension_no', 64, optional),
  },
  indices: [
    { name: 'extensions_item', columns: ['itemId', 'requestedAt'] },
    { name: 'extensions_requested', columns: ['requestedAt', 'orgId'] },
    { name: 'extensions_decided', columns: ['decidedAt', 'orgId'] },
  ],
});
