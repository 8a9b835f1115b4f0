import { column } from '@chengqi/service-kit';
import { EntitySchema } from 'typeorm';
import type { Document, DocumentBody } from './document.ts';

const optional = { nullable: true };

export const DocumentEntity = new EntitySchema<Document>({
  name: 'Document',
  tableName: 'documents',
  columns: {
    ...column.root(),
    kind: column.code('kind', 20),
    direction: column.code('direction', 10),
    title: column.text('title', 200, optional),
    docCode: column.code('doc_code', 12),
    docNumber: column.code('doc_number', 40, optional),
    year: column.integer('year', optional),
    serial: column.integer('serial', optional),
    urgency: column.code('urgency', 20),
    drafterId: column.ref('drafter_id', optional),
    reviewerId: column.ref('reviewer_id', optional),
    signerId: column.ref('signer_id', optional),
    signedAt: column.instant('signed_at', optional),
    sourceDigest: column.code('source_digest', 64, optional),
    signedDigest: column.code('signed_digest', 64, optional),
    recheckedDigest: column.code('rechecked_digest', 64, optional),
    recheckerId: column.ref('rechecker_id', optional),
    recheckedAt: column.instant('rechecked_at', optional),
    returnReason: column.text('return_reason', 500, optional),
    mainRecipientIds: column.json('main_recipient_ids'),
    ccRecipientIds: column.json('cc_recipient_ids'),
    registeredAt: column.instant('registered_at', optional),
    copies: column.integer('copies', optional),
    sealOrgId: column.ref('seal_org_id', optional),
    printedAt: column.instant('printed_at', optional),
    issuedAt: column.instant('issued_at', optional),
    issuedById: column.ref('issued_by_id', optional),
    openDeliveries: column.integer('open_deliveries'),
    closedAt: column.instant('closed_at', optional),
    filedAt: column.instant('filed_at', optional),
    voidedAt: column.instant('voided_at', optional),
    voidReason: column.text('void_reason', 500, optional),
    originType: column.code('origin_type', 20, optional),
    originId: column.ref('origin_id', optional),
    draftNo: column.code('draft_no', 64, optional),
    importedAt: column.instant('imported_at', optional),
  },
  indices: [
    { name: 'documents_number', columns: ['ownerOrgId', 'docCode', 'year', 'serial'], unique: true },
    { name: 'documents_number_text', columns: ['ownerOrgId', 'docNumber'] },
    { name: 'documents_origin', columns: ['originType', 'originId'], unique: true },
    { name: 'documents_awaiting_text', columns: ['signedDigest'] },
    { name: 'documents_feed', columns: ['createdAt', 'id'] },
    { name: 'documents_queue', columns: ['status', 'ownerOrgId', 'createdAt'] },
    { name: 'documents_open', columns: ['secrecyLevel', 'id'] },
    { name: 'documents_text', columns: ['docNumber'] },
    { name: 'documents_signed', columns: ['signedAt', 'id'] },
    { name: 'documents_state', columns: ['status', 'createdAt', 'id'] },
    { name: 'documents_kind', columns: ['kind', 'createdAt', 'id'] },
    { name: 'documents_year', columns: ['year', 'ownerOrgId', 'docCode', 'serial'] },
    { name: 'documents_draft', columns: ['draftNo', 'createdAt', 'id'] },
  ],
});

export const DocumentBodyEntity = new EntitySchema<DocumentBody>({
  name: 'DocumentBody',
  tableName: 'document_bodies',
  columns: { id: column.id(), text: column.longText('text') },
});
