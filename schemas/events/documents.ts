import { z } from 'zod';
import { defineEvent, eventText, instant, localDate, orgId, personId, secrecyLevel, typeId } from './envelope.ts';

const documentId = typeId('doc');

/** The statutory kinds of official documents (中办发〔2012〕14号) and the office's own. */
export const documentKinds = [
  'RESOLUTION_DOC',
  'DECISION',
  'ORDER',
  'COMMUNIQUE',
  'PROCLAMATION',
  'NOTICE_PUBLIC',
  'OPINION',
  'NOTICE',
  'CIRCULAR',
  'REPORT',
  'REQUEST',
  'REPLY',
  'BILL',
  'LETTER',
  'MINUTES',
  'BULLETIN',
  'RESEARCH_PAPER',
  'PERIODIC_REPORT',
  'SUMMARY',
  'DUTY_REPORT',
  'OTHER',
] as const;
export type DocumentKind = (typeof documentKinds)[number];
const documentKind = z.enum(documentKinds);

/** Paper grades first, telegram grades after. */
export const documentUrgencies = [
  'NONE',
  'URGENT',
  'EXTRA_URGENT',
  'TELEGRAM_NORMAL',
  'TELEGRAM_URGENT',
  'TELEGRAM_EXTRA',
  'TELEGRAM_FLASH',
] as const;
export type DocumentUrgency = (typeof documentUrgencies)[number];

/** Permanent, 30 years, 10 years. */
export const retentions = ['Y', 'D30', 'D10'] as const;
export type Retention = (typeof retentions)[number];

export const archiveSourceTypes = ['Document', 'SupervisionItem', 'Hazard'] as const;
export type ArchiveSourceType = (typeof archiveSourceTypes)[number];

/** A signed text entered the outgoing chain, for the first time or again after a substantive change. */
export const documentSigned = defineEvent('documents.DocumentSigned.v1', z.object({ documentId, kind: documentKind }));

/** The document has its number, which is never given again. */
export const documentNumbered = defineEvent(
  'documents.DocumentNumbered.v1',
  z.object({ documentId, kind: documentKind, docNumber: z.string() }),
);

/** The document leaves the chain; its number stays used. `reason` only at INTERNAL and below. */
export const documentVoided = defineEvent(
  'documents.DocumentVoided.v1',
  z.object({ documentId, docNumber: z.string().nullable(), reason: eventText }),
);

/** The document went out to its recipients; `origin` names what it was made from. */
export const documentIssued = defineEvent(
  'documents.DocumentIssued.v1',
  z.object({
    documentId,
    kind: documentKind,
    docNumber: z.string(),
    mainOrgIds: z.array(orgId),
    ccOrgIds: z.array(orgId),
    level: secrecyLevel,
    urgency: z.enum(documentUrgencies),
    origin: z.object({ type: z.literal('Minutes'), id: typeId('min') }).nullable(),
    issuedAt: instant.nullish(),
    /** When it was drafted; null where its way began here with its signature, and missing in older events. */
    draftedAt: instant.nullish(),
  }),
);

/** The recheck found a substantive change: the minutes must be signed anew. `reason` only at INTERNAL and below. */
export const minutesRefused = defineEvent(
  'documents.MinutesRefused.v1',
  z.object({ minutesId: typeId('min'), documentId, reason: eventText }),
);

/** A recipient organisation took the document in. */
export const deliverySigned = defineEvent(
  'documents.DeliverySigned.v1',
  z.object({ deliveryId: typeId('dlv'), documentId, orgId, signedAt: instant.nullish() }),
);

/**
 * A document stands in the register of what `orgid` received, with what had become of it; `handlingOrgId` leads the
 * handling. `finishedAt` is null too where nobody noted when it was done, `dueAt` where there is nothing to do.
 */
export const documentReceived = defineEvent(
  'documents.DocumentReceived.v1',
  z.object({
    documentId: typeId('inc'),
    kind: documentKind,
    urgency: z.enum(documentUrgencies),
    level: secrecyLevel,
    handlingOrgId: orgId.nullable(),
    receivedAt: instant,
    dueAt: instant.nullable(),
    finishedAt: instant.nullable(),
    /** It went back to its sender. */
    returned: z.boolean(),
  }),
);

/**
 * A leader wrote on a received document what is to be done with it; `supervisingOrgId` keeps the register. `text` only at
 * INTERNAL and below.
 */
export const instructionGiven = defineEvent(
  'documents.InstructionGiven.v1',
  z.object({
    instructionId: typeId('ins'),
    code: z.string().nullable(),
    documentId: typeId('inc'),
    text: eventText,
    requiresAction: z.boolean(),
    leadOrgId: orgId.nullable(),
    coOrgIds: z.array(orgId),
    leaderId: personId.nullable(),
    supervisingOrgId: orgId,
    dueOn: localDate.nullable(),
    givenAt: instant,
    level: secrecyLevel,
  }),
);

const archiveSource = z.object({ type: z.enum(archiveSourceTypes), id: z.string() });

/** What came to its end elsewhere waits for its archival code, which is to be given before `dueAt`. */
export const recordPreFiled = defineEvent(
  'documents.RecordPreFiled.v1',
  z.object({ recordId: typeId('arc'), source: archiveSource, dueAt: instant }),
);

/** The record has its final archival code; the owner of `source` may count it as filed. */
export const recordCatalogued = defineEvent(
  'documents.RecordCatalogued.v1',
  z.object({
    recordId: typeId('arc'),
    archivalCode: z.string(),
    retention: z.enum(retentions),
    source: archiveSource,
    cataloguedAt: instant.nullish(),
    /** The end of 30 June by which it was to be catalogued; missing in older events. */
    dueAt: instant.nullish(),
  }),
);

/** A record of an export; RecordCatalogued follows as soon as its source is known by id. */
export const recordImported = defineEvent(
  'documents.RecordImported.v1',
  z.object({
    recordId: typeId('arc'),
    archivalCode: z.string(),
    retention: z.enum(retentions),
    sourceType: z.enum(archiveSourceTypes),
    /** Business number of the source: document number, item code or hazard code. */
    sourceCode: z.string(),
    cataloguedOn: z.iso.date(),
  }),
);

/** A limit of a delivery until it is answered, or of a finished document until it is filed. */
const limit = z.object({
  subject: z.object({ type: z.enum(['Document', 'Delivery']), id: z.string() }),
  rule: z.enum(['SIGN_IN', 'FILE']),
  partId: z.string().nullable(),
  dueAt: instant,
});
/** It comes near: once for each threshold of each end. */
export const deadlineWarned = defineEvent('documents.DeadlineWarned.v1', limit.extend({ thresholdAt: instant }));
/** It has passed: once for each end. */
export const deadlineBreached = defineEvent('documents.DeadlineBreached.v1', limit);
