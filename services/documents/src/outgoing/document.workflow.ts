import { type Access, type Act, type Decision, publishedText } from '@chengqi/office-kernel';
import { type SecrecyLevel, words } from '@chengqi/schemas';
import {
  type DocumentUrgency,
  documentNumbered,
  documentSigned,
  minutesRefused,
} from '@chengqi/schemas/events/documents';
import { defineWorkflow, guardFailed, role, separate, system } from '@chengqi/service-kit';
import { type Distribution, documentNumber } from '../numbering/numbering.workflow.ts';
import { keptText } from '../secrecy.ts';
import type { Document, DocumentAction, DocumentState } from './document.ts';

const otherThanAuthors = separate<Document>((document) => [document.drafterId, document.reviewerId], {
  en: 'Drafter, reviewer and rechecker are different persons (DOC-3).',
  zh: '拟稿人、核稿人、复核人不得为同一人（DOC-3）。',
});

function textHasArrived({ signedDigest }: Document): void {
  if (signedDigest !== null) return;
  throw guardFailed('DOC-2', { en: 'The signed text has not arrived yet.', zh: '签发稿正文尚未到达。' });
}

function authorsDiffer({ drafterId, reviewerId }: Document): void {
  if (drafterId === null || drafterId !== reviewerId) return;
  throw guardFailed('DOC-3', { en: 'Drafter and reviewer are one person.', zh: '拟稿人与核稿人为同一人。' });
}

const registrar = role<Document>('REGISTRAR');

const wording = { states: words.values.DocumentState, actions: words.values.DocumentAction };

export const documentWorkflow = defineWorkflow<Document, DocumentState, DocumentAction>(wording, [
  {
    from: 'SIGNOFF',
    action: 'ENTER_SIGNED',
    to: 'SIGNED',
    roles: [role('REGISTRAR', { when: (document) => document.originId === null }), system()],
    duties: [otherThanAuthors],
  },
  {
    from: 'SIGNED',
    action: 'RECHECK',
    outcome: 'PASS',
    to: 'RECHECKED',
    roles: [registrar],
    duties: [otherThanAuthors],
    guard: (document) => {
      textHasArrived(document);
      authorsDiffer(document);
    },
  },
  {
    from: 'SIGNED',
    action: 'RECHECK',
    outcome: 'SUBSTANTIVE_CHANGE',
    to: 'SIGNOFF',
    roles: [registrar],
    duties: [otherThanAuthors],
    guard: textHasArrived,
  },
  { from: 'RECHECKED', action: 'REGISTER', to: 'NUMBERED', roles: [registrar] },
  { from: 'NUMBERED', action: 'SEAL_AND_PRINT', to: 'PRINTED', roles: [registrar] },
  { from: 'PRINTED', action: 'ISSUE', to: 'ISSUED', roles: [registrar] },
  { from: ['NUMBERED', 'PRINTED'], action: 'VOID', to: 'VOIDED', roles: [role('OFFICE_DIRECTOR')] },
  { from: 'ISSUED', action: 'CLOSE', to: 'CLOSED', roles: [system()] },
  { from: ['CLOSED', 'VOIDED'], action: 'FILE', to: 'FILED', roles: [role('ARCHIVIST')] },
]);

/** Who may see documents follows from who may act on them. */
export const documentAccess: Access<Document, DocumentState, DocumentAction> = {
  type: 'Document',
  roles: documentWorkflow.roles,
  workflow: documentWorkflow,
};

export type DocumentAct = Act<DocumentState>;

/** A signed text as its source brings it; `digest` is null while the text is still to be fetched. */
export interface SignedText {
  readonly title: string | null;
  readonly digest: string | null;
  readonly sourceDigest: string;
  readonly secrecyLevel: SecrecyLevel;
  readonly urgency: DocumentUrgency;
  readonly drafterId: string;
  readonly reviewerId: string;
  readonly signerId: string;
  readonly signedAt: Date;
}

/** The signer's new text takes the place of the one that was refused. */
export function signAnew(document: Document, act: DocumentAct, { digest, ...signed }: SignedText): Decision<Document> {
  const changes = { ...signed, signedDigest: digest, recheckedDigest: null, returnReason: null, status: act.to };
  return {
    changes,
    events: [documentSigned.create({ ...document, ...changes }, { documentId: document.id, kind: document.kind })],
  };
}

/** DOC-2: what passes the recheck is what was signed. */
export function passRecheck(document: Document, act: DocumentAct, digest: string): Decision<Document> {
  if (digest !== document.signedDigest) throw textChanged();
  const changes = { status: act.to, recheckerId: act.by, recheckedAt: act.at, recheckedDigest: digest };
  return { changes, events: [] };
}

/** The text goes back to its signer; minutes go back to the meeting that made them. */
export function refuseRecheck(document: Document, act: DocumentAct, reason: string): Decision<Document> {
  const { id, secrecyLevel, originId } = document;
  return {
    changes: {
      status: act.to,
      recheckerId: act.by,
      recheckedAt: act.at,
      returnReason: keptText(secrecyLevel, reason),
    },
    events:
      originId === null
        ? []
        : [
            minutesRefused.create(document, {
              minutesId: originId,
              documentId: id,
              reason: publishedText(secrecyLevel, reason),
            }),
          ],
  };
}

/** The serial must have been allocated in the same transaction (DOC-1). */
export function register(
  document: Document,
  act: DocumentAct,
  { year, serial, distribution }: { year: number; serial: number; distribution: Distribution },
): Decision<Document> {
  const { id, kind, docCode } = document;
  const docNumber = documentNumber(docCode, year, serial);
  return {
    changes: { ...distribution, status: act.to, year, serial, docNumber, registeredAt: act.at },
    events: [documentNumbered.create(document, { documentId: id, kind, docNumber })],
  };
}

/** DOC-2 is broken: somebody changed the text on its way. */
export const textChanged = () =>
  guardFailed('DOC-2', {
    en: 'The text is not the one that was signed and rechecked.',
    zh: '正文与签发、复核时不一致。',
  });
