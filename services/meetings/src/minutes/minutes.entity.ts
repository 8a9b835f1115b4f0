import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Minutes } from './minutes.ts';

const nullable = { nullable: true };

export const MinutesEntity = new EntitySchema<Minutes>({
  name: 'Minutes',
  tableName: 'minutes',
  columns: {
    ...column.root(),
    meetingId: column.ref('meeting_id'),
    title: column.text('title', 200),
    text: column.longText('text'),
    digest: column.code('digest', 64),
    docCode: column.code('doc_code', 40),
    recipientOrgIds: column.json('recipient_org_ids'),
    drafterId: column.ref('drafter_id'),
    reviewerId: column.ref('reviewer_id', nullable),
    signerId: column.ref('signer_id', nullable),
    signedAt: column.instant('signed_at', nullable),
    returnReason: column.text('return_reason', 500, nullable),
    documentId: column.ref('document_id', nullable),
  },
  indices: [
    { name: 'minutes_meeting', columns: ['meetingId'], unique: true },
    { name: 'minutes_document', columns: ['documentId'] },
  ],
});
