import { type Decision, publishedText } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import { documentIssued, documentVoided } from '@chengqi/schemas/events/documents';
import { type Actor, badInput } from '@chengqi/service-kit';
import { keptText } from '../secrecy.ts';
import type { Document } from './document.ts';
import { type DocumentAct, documentWorkflow, textChanged } from './document.workflow.ts';

/** The seal is that of the organisation that signed; minutes carry none. */
export function sealAndPrint(
  document: Document,
  act: DocumentAct,
  { sealOrgId, copies }: { sealOrgId: string | null; copies: number },
): Decision<Document> {
  const due = document.kind === 'MINUTES' ? null : document.ownerOrgId;
  if (sealOrgId !== due) throw wrongSeal(due === null);
  return { changes: { status: act.to, sealOrgId, copies, printedAt: act.at }, events: [] };
}

/** DOC-2: only the text that was signed and rechecked goes out. */
export function issue(document: Document, act: DocumentAct, digest: string): Decision<Document> {
  if (digest !== document.recheckedDigest || digest !== document.signedDigest) throw textChanged();
  const openDeliveries = document.mainRecipientIds.length;
  return {
    changes: { status: act.to, issuedAt: act.at, issuedById: act.by, openDeliveries },
    events: [issuedEvent(document, act.at)],
  };
}

/** It went out to its recipients at that moment. */
export function issuedEvent(document: Document, at: Date): DomainEvent {
  const { id, kind, docNumber, mainRecipientIds, ccRecipientIds, secrecyLevel, urgency, originId } = document;
  // What begins its way here was drafted elsewhere, nobody says when; a ledger of before does.
  const draftedAt = document.importedAt === null ? null : document.createdAt.toISOString();
  if (docNumber === null) throw new Error(`${id} was printed without a number`);
  return documentIssued.create(document, {
    documentId: id,
    kind,
    docNumber,
    mainOrgIds: mainRecipientIds,
    ccOrgIds: ccRecipientIds,
    level: secrecyLevel,
    urgency,
    origin: originId === null ? null : { type: 'Minutes', id: originId },
    issuedAt: at.toISOString(),
    draftedAt,
  });
}

/**
 * Closes an issued document by itself once no main recipient is left to answer (DOC-10); otherwise nothing changes. A
 * ledger of before may have filed a document that somebody still has to sign for.
 */
export function closeWhenAnswered(document: Document, system: Actor, at: Date): Partial<Document> {
  if (document.openDeliveries > 0 || document.status !== 'ISSUED') return {};
  return { status: documentWorkflow.permit(system, document, 'CLOSE').to, closedAt: at };
}

/** The number stays used (DOC-1). */
export function voidNumbered(document: Document, act: DocumentAct, reason: string): Decision<Document> {
  return {
    changes: { status: act.to, voidedAt: act.at, voidReason: keptText(document.secrecyLevel, reason) },
    events: [voidedEvent(document, reason)],
  };
}

/** It left the chain. */
export const voidedEvent = (document: Document, reason: string | null): DomainEvent =>
  documentVoided.create(document, {
    documentId: document.id,
    docNumber: document.docNumber,
    reason: publishedText(document.secrecyLevel, reason),
  });

const wrongSeal = (unsealed: boolean) =>
  unsealed
    ? badInput('sealOrgId', { en: 'Minutes carry no seal.', zh: '纪要不加盖印章。' })
    : badInput('sealOrgId', { en: 'The seal is that of the issuing organisation.', zh: '应加盖发文机关印章。' });
