import type { ReadOptions } from '@chengqi/office-kernel';
import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { IncomingDocument } from './incoming.ts';

const optional = { nullable: true };

export const IncomingDocumentEntity = new EntitySchema<IncomingDocument>({
  name: 'IncomingDocument',
  tableName: 'incoming_documents',
  columns: {
    ...column.root(),
    registerNo: column.code('register_no', 64),
    senderText: column.text('sender_text', 200, optional),
    senderOrgId: column.ref('sender_org_id', optional),
    senderNumber: column.code('sender_number', 64, optional),
    kind: column.code('kind', 20),
    title: column.text('title', 200, optional),
    urgency: column.code('urgency', 20),
    action: column.code('action', 12),
    receivedById: column.ref('received_by_id', optional),
    handlingOrgId: column.ref('handling_org_id', optional),
    coOrgIds: column.json('co_org_ids'),
    proposedOpinion: column.text('proposed_opinion', 2000, optional),
    dueAt: column.instant('due_at', optional),
    finishedAt: column.instant('finished_at', optional),
    returned: column.bool('returned'),
    returnReason: column.text('return_reason', 500, optional),
    result: column.text('result', 2000, optional),
    importedAt: column.instant('imported_at', optional),
  },
  indices: [
    { name: 'incoming_documents_register', columns: ['ownerOrgId', 'registerNo'], unique: true },
    { name: 'incoming_documents_sender', columns: ['senderNumber', 'ownerOrgId'] },
    { name: 'incoming_documents_number', columns: ['registerNo'] },
    { name: 'incoming_documents_feed', columns: ['createdAt', 'id'] },
    { name: 'incoming_documents_state', columns: ['status', 'createdAt', 'id'] },
    { name: 'incoming_documents_action', columns: ['action', 'createdAt', 'id'] },
    { name: 'incoming_documents_owner', columns: ['ownerOrgId', 'createdAt', 'id'] },
    { name: 'incoming_documents_handling', columns: ['handlingOrgId', 'createdAt', 'id'] },
    { name: 'incoming_documents_due', columns: ['dueAt', 'id'] },
    { name: 'incoming_documents_open', columns: ['secrecyLevel', 'id'] },
  ],
});

/** Who works on received documents may see those of the office, at WORK_SECRET too. */
export const incomingAccess: ReadOptions = {
  type: 'IncomingDocument',
  roles: ['REGISTRAR', 'OFFICE_DIRECTOR', 'SIGNER', 'ARCHIVIST'],
};
