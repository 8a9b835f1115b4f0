import {
  deadlineBreached,
  deliverySigned,
  documentIssued,
  documentReceived,
  recordCatalogued,
  recordPreFiled,
} from '@chengqi/schemas/events/documents';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import {
  type Fact,
  happened,
  type Moment,
  momentOf,
  optionalMoment,
  type Projection,
  revising,
} from '../projection/projection.ts';

/** An issued document. */
export interface DocumentFact extends Fact {
  readonly orgId: string | null;
  readonly category: string | null;
  readonly level: string | null;
  readonly issuedAt: Moment | null;
  /** Null where nobody says when it was drafted. */
  readonly draftedAt: Moment | null;
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
      draftedAt: column.moment('drafted_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, category: null, level: null, issuedAt: null, draftedAt: null }),
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
        draftedAt: optionalMoment(event.data.draftedAt),
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

/** A received document of a register; `orgId` keeps the register, `handlerId` leads the handling. */
export interface ReceivedFact extends Fact {
  readonly orgId: string | null;
  readonly handlerId: string | null;
  readonly category: string | null;
  readonly level: string | null;
  readonly receivedAt: Moment | null;
  readonly dueAt: Moment | null;
  readonly finishedAt: Moment | null;
  readonly returned: boolean | null;
}

const ofReceived = revising<ReceivedFact>();

export const receivedDocuments: Projection<ReceivedFact> = {
  entity: new EntitySchema<ReceivedFact>({
    name: 'ReceivedFact',
    tableName: 'received_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      handlerId: column.ref('handler_id', { nullable: true }),
      category: column.code('category', 24, { nullable: true }),
      level: column.code('level', 16, { nullable: true }),
      receivedAt: column.moment('received_at'),
      dueAt: column.moment('due_at'),
      finishedAt: column.moment('finished_at'),
      returned: column.bool('returned', { nullable: true }),
    },
  }),
  empty: (id) => ({
    ...{ id, orgId: null, handlerId: null, category: null, level: null },
    ...{ receivedAt: null, dueAt: null, finishedAt: null, returned: null },
  }),
  clocks: ['receivedAt', 'dueAt'],
  reactions: [
    ofReceived.when(
      documentReceived,
      ({ documentId }) => documentId,
      ({ data, orgid }) => ({
        ...{ orgId: orgid, handlerId: data.handlingOrgId ?? orgid, category: data.kind, level: data.level },
        ...{ receivedAt: momentOf(data.receivedAt), dueAt: optionalMoment(data.dueAt), returned: data.returned },
        finishedAt: optionalMoment(data.finishedAt),
      }),
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

/** What is to be catalogued by a limit, by what it records: a document is late before there is a record of it. */
export interface FilingFact extends Fact {
  readonly orgId: string | null;
  /** Document, SupervisionItem or Hazard. */
  readonly category: string | null;
  readonly dueAt: Moment | null;
  readonly cataloguedAt: Moment | null;
}

const ofFiling = revising<FilingFact>();

export const filings: Projection<FilingFact> = {
  entity: new EntitySchema<FilingFact>({
    name: 'FilingFact',
    tableName: 'filing_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      category: column.code('category', 20, { nullable: true }),
      dueAt: column.moment('due_at'),
      cataloguedAt: column.moment('catalogued_at'),
    },
  }),
  empty: (id) => ({ id, orgId: null, category: null, dueAt: null, cataloguedAt: null }),
  clocks: ['dueAt'],
  reactions: [
    ofFiling.when(
      recordPreFiled,
      ({ source }) => source.id,
      ({ data, orgid }) => ({ orgId: orgid, category: data.source.type, dueAt: momentOf(data.dueAt) }),
    ),
    ofFiling.when(
      recordCatalogued,
      ({ source }) => source.id,
      (event, { dueAt }) => ({
        ...{ orgId: event.orgid, category: event.data.source.type },
        ...{ dueAt: optionalMoment(event.data.dueAt) ?? dueAt, cataloguedAt: happened(event.data.cataloguedAt, event) },
      }),
    ),
    ofFiling.whenEach(deadlineBreached, ({ data: { subject, rule, dueAt }, orgid }) => {
      if (rule !== 'FILE') return [];
      // What the record says of its limit holds, whichever is heard of first.
      const revise = (fact: FilingFact) => ({
        orgId: orgid,
        category: subject.type,
        dueAt: fact.dueAt ?? momentOf(dueAt),
      });
      return [{ id: subject.id, revise }];
    }),
  ],
};
