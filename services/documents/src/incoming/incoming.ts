import type { DomainEvent, SecrecyLevel } from '@chengqi/schemas';
import { type DocumentKind, type DocumentUrgency, documentReceived } from '@chengqi/schemas/events/documents';

export const incomingStates = [
  'RECEIVED',
  'REGISTERED',
  'ACCEPTED',
  'CIRCULATING',
  'PROPOSED',
  'INSTRUCTED',
  'HANDLING',
  'DONE',
  'REPLIED',
  'RETURNED',
  'FILED',
] as const;
export type IncomingState = (typeof incomingStates)[number];

/** Nothing is left to do with it; how it ended a register entry above the ceiling may not say. */
export const endStates: readonly IncomingState[] = ['DONE', 'REPLIED', 'RETURNED', 'FILED'];

export type IncomingPurpose = 'ACTION' | 'READ_ONLY';

/** Received documents of one part, counted; one of the others says of which. */
export interface IncomingCount {
  readonly state: IncomingState | null;
  readonly action: IncomingPurpose | null;
  readonly orgId: string | null;
  readonly kind: DocumentKind | null;
  readonly count: number;
}

/** By what a received document is found. */
export const incomingTexts = (document: IncomingDocument) => {
  const { title, registerNo, senderNumber, senderText, proposedOpinion, result } = document;
  return { title, registerNo, senderNumber, senderText, proposedOpinion, result };
};

/** A received document; `ownerOrgId` keeps the register that it is in. */
export interface IncomingDocument {
  id: string;
  status: IncomingState;
  version: number;
  ownerOrgId: string;
  secrecyLevel: SecrecyLevel;
  /** When it was received. */
  createdAt: Date;
  updatedAt: Date;
  registerNo: string;
  senderText: string | null;
  senderOrgId: string | null;
  senderNumber: string | null;
  kind: DocumentKind;
  title: string | null;
  urgency: DocumentUrgency;
  action: IncomingPurpose;
  receivedById: string | null;
  handlingOrgId: string | null;
  coOrgIds: string[];
  proposedOpinion: string | null;
  dueAt: Date | null;
  finishedAt: Date | null;
  /** It went back to its sender, also when it was filed afterwards. */
  returned: boolean;
  returnReason: string | null;
  result: string | null;
  /** When it was taken over from a ledger; null when it was registered here. */
  importedAt: Date | null;
}

/** It stands in the register, with what had become of it by then. */
export const receivedEvent = (document: IncomingDocument): DomainEvent => {
  const { id: documentId, kind, urgency, secrecyLevel: level, handlingOrgId, returned } = document;
  const { createdAt, dueAt, finishedAt } = document;
  return documentReceived.create(document, {
    ...{ documentId, kind, urgency, level, handlingOrgId, returned, receivedAt: createdAt.toISOString() },
    dueAt: dueAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  });
};
