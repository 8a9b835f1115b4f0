import type { DocumentKind } from '@chengqi/schemas/events/documents';
import type { Document } from '../outgoing/document.ts';
import type { SignedText } from '../outgoing/document.workflow.ts';

interface Beginning {
  readonly id: string;
  readonly at: Date;
  readonly kind: DocumentKind;
  readonly ownerOrgId: string;
  readonly docCode: string;
  readonly mainRecipientIds: string[];
  readonly ccRecipientIds: string[];
  readonly originId?: string;
}

/** An outgoing document begins its way SIGNED; `originId` names the minutes it was made from. */
export function newDocument({ at, originId, ...beginning }: Beginning, text: SignedText): Document {
  const { digest: signedDigest, title, sourceDigest, secrecyLevel, urgency } = text;
  const { drafterId, reviewerId, signerId, signedAt } = text;
  return {
    ...beginning,
    ...{ title, sourceDigest, signedDigest, secrecyLevel, urgency, drafterId, reviewerId, signerId, signedAt },
    ...untouchedDocument,
    status: 'SIGNED',
    createdAt: at,
    updatedAt: at,
    originType: originId === undefined ? null : 'Minutes',
    originId: originId ?? null,
  };
}

/** What no act has written yet. */
export const untouchedDocument = {
  version: 1,
  direction: 'OUTGOING',
  docNumber: null,
  year: null,
  serial: null,
  recheckedDigest: null,
  recheckerId: null,
  recheckedAt: null,
  returnReason: null,
  registeredAt: null,
  copies: null,
  sealOrgId: null,
  printedAt: null,
  issuedAt: null,
  issuedById: null,
  openDeliveries: 0,
  closedAt: null,
  filedAt: null,
  voidedAt: null,
  voidReason: null,
  draftNo: null,
  importedAt: null,
  openedAt: null,
} as const;
