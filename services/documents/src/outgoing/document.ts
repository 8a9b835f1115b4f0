import type { SecrecyLevel } from '@chengqi/schemas';
import type { DocumentKind, DocumentUrgency } from '@chengqi/schemas/events/documents';

export type DocumentState =
  | 'DRAFT'
  | 'REVIEW'
  | 'COUNTERSIGN'
  | 'SIGNOFF'
  | 'SIGNED'
  | 'RECHECKED'
  | 'NUMBERED'
  | 'PRINTED'
  | 'ISSUED'
  | 'CLOSED'
  | 'VOIDED'
  | 'FILED';

export type DocumentAction =
  | 'ENTER_SIGNED'
  | 'RECHECK'
  | 'REGISTER'
  | 'SEAL_AND_PRINT'
  | 'ISSUE'
  | 'CLOSE'
  | 'VOID'
  | 'FILE';

export type DocumentDirection = 'OUTGOING' | 'INCOMING' | 'INTERNAL';

/** An outgoing document; `ownerOrgId` is the issuing organisation. */
export interface Document {
  id: string;
  status: DocumentState;
  version: number;
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  createdAt: Date;
  updatedAt: Date;
  kind: DocumentKind;
  direction: DocumentDirection;
  /** Null above the ceiling, and until a classified text has been fetched from its owner. */
  title: string | null;
  docCode: string;
  docNumber: string | null;
  year: number | null;
  serial: number | null;
  urgency: DocumentUrgency;
  /** People whom a ledger of before does not name are null, as reviewer and signer are before their turn. */
  drafterId: string | null;
  reviewerId: string | null;
  signerId: string | null;
  signedAt: Date | null;
  /** Digest of what was signed, as its source states it: the scan of the paper, or the minutes' own; a ledger has none. */
  sourceDigest: string | null;
  /** Digest over title, text and source; null until the text has arrived. */
  signedDigest: string | null;
  recheckedDigest: string | null;
  recheckerId: string | null;
  recheckedAt: Date | null;
  returnReason: string | null;
  mainRecipientIds: string[];
  ccRecipientIds: string[];
  registeredAt: Date | null;
  copies: number | null;
  sealOrgId: string | null;
  printedAt: Date | null;
  issuedAt: Date | null;
  issuedById: string | null;
  /** Main recipients who have not answered; the document closes when none is left. */
  openDeliveries: number;
  closedAt: Date | null;
  filedAt: Date | null;
  voidedAt: Date | null;
  voidReason: string | null;
  originType: 'Minutes' | null;
  originId: string | null;
  /** Number of the draft in the ledger it was taken over from. */
  draftNo: string | null;
  /** When it was taken over from a ledger; null when it was entered here. */
  importedAt: Date | null;
  /** It came in and was not filed yet at the end of a balance day, which this is: it runs like an own one. */
  openedAt: Date | null;
}

/** Documents of one part, counted; one of the others says of which. */
export interface DocumentCount {
  readonly state: DocumentState | null;
  readonly kind: DocumentKind | null;
  readonly orgId: string | null;
  readonly urgency: DocumentUrgency | null;
  readonly count: number;
}

/** By what a document is found. */
export const documentTexts = ({ title, docNumber, draftNo }: Document) => ({ title, docNumber, draftNo });

/** The text apart from its document, so that lists do not carry it; the id is the document's. */
export interface DocumentBody {
  id: string;
  text: string;
}

/** Kinds addressed to everybody: they may go out without a named recipient. */
export const publicKinds: readonly DocumentKind[] = [
  'RESOLUTION_DOC',
  'ORDER',
  'COMMUNIQUE',
  'PROCLAMATION',
  'NOTICE_PUBLIC',
];

/** Up-going kinds, which only the principal head may sign (中办发〔2012〕14号, art. 22). */
export const principalKinds: readonly DocumentKind[] = ['REPORT', 'REQUEST', 'BILL'];
