import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { UrgeNotice } from './notice.ts';

const optional = { nullable: true };

export const UrgeNoticeEntity = new EntitySchema<UrgeNotice>({
  name: 'UrgeNotice',
  tableName: 'urge_notices',
  columns: {
    id: column.id(),
    itemId: column.ref('item_id'),
    color: column.code('color', 16),
    serial: column.integer('serial'),
    toOrgId: column.ref('to_org_id'),
    reason: column.longText('reason'),
    issuedById: column.ref('issued_by_id', optional),
    issuedAt: column.instant('issued_at'),
    answerDueAt: column.instant('answer_due_at'),
    answeredAt: column.instant('answered_at', optional),
    answeredById: column.ref('answered_by_id', optional),
    answer: column.longText('answer', optional),
  },
  indices: [
    { name: 'urge_notices_item', columns: ['itemId', 'serial'], unique: true },
    { name: 'urge_notices_issued', columns: ['issuedAt', 'toOrgId'] },
  ],
});
