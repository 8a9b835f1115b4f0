import { deliverySigned, documentIssued, recordCatalogued } from '@chengqi/schemas/events/documents';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, happened, type Moment, type Projection, revising } from '../projection/projection.ts';

/** An issued document. */
export interface DocumentFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly level: string | null;
  readonly issuedAt: Moment | null;
}

const ofDocument = revising<DocumentFact>();

export const documents: Projection<DocumentFact> = {
  entity: new EntitySchema<DocumentFact>({
    name: 'DocumentFact',
    tableName: 'document_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 24, { nullable: true }),
      level: column.code('level', 16, { nullable: true }),
      issuedAt: column.moment('issued_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, category: null, level: null, issuedAt: null }),
  clocks: ['issuedAt'],
  reactions: [
    ofDocument.when(
      documentIssued,
      ({ documentId }) => documentId,
      (event) => ({
        orgId: event.orgid,
        category: event.data.kind,
        level: event.data.level,
        issuedAt: happened(event.data.issuedAt, event),
      }),
    ),
  ],
};

/** A document taken in by a recipient. */
export interface DeliveryFact extends Fact {
  readonly documentId: string | null;
  readonly signedAt: Moment | null;
}

const ofDelivery = revising<DeliveryFact>();

export const deliveries: Projection<DeliveryFact> = {
  entity: new EntitySchema<DeliveryFact>({
    name: 'DeliveryFact',
    tableName: 'delivery_fact',
    columns: {
      id: column.id(),
      documentId: column.ref('document_id', { nullable: true }),
      signedAt: column.moment('signed_at'),
    },
  }),
  empty: (id) => ({ id, documentId: null, signedAt: null }),
  clocks: [],
  reactions: [
    ofDelivery.when(
      deliverySigned,
      ({ deliveryId }) => deliveryId,
      (event) => ({ documentId: event.data.documentId, signedAt: happened(event.data.signedAt, event) }),
    ),
  ],
};

/** A record with its final archival code, and what it records. */
export interface RecordFact extends Fact {
  readonly sourceId: string | null;
  readonly cataloguedAt: Moment | null;
}

const ofRecord = revising<RecordFact>();

export const records: Projection<RecordFact> = {
  entity: new EntitySchema<RecordFact>({
    name: 'RecordFact',
    tableName: 'record_fact',
    columns: {
      id: column.id(),
      sourceId: column.ref('source_id', { nullable: true }),
      cataloguedAt: column.moment('catalogued_at'),
    },
  }),
  empty: (id) => ({ id, sourceId: null, cataloguedAt: null }),
  clocks: [],
  reactions: [
    ofRecord.when(
      recordCatalogued,
      ({ recordId }) => recordId,
      (event) => ({ sourceId: event.data.source.id, cataloguedAt: happened(event.data.cataloguedAt, event) }),
    ),
  ],
};
