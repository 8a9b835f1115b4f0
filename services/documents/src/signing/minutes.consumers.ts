import type { Foundation } from '@chengqi/office-kernel';
import type { Envelope } from '@chengqi/schemas';
import { documentSigned } from '@chengqi/schemas/events/documents';
import { minutesSigned } from '@chengqi/schemas/events/meetings';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { DocumentEntity } from '../outgoing/document.entity.ts';
import { documentByOrigin } from '../outgoing/document.repository.ts';
import type { Document } from '../outgoing/document.ts';
import { documentAccess, type SignedText, signAnew } from '../outgoing/document.workflow.ts';
import { authorsOf } from '../outgoing/document-parties.ts';
import { isRegisterEntry } from '../secrecy.ts';
import { digestOf, storeText, textDigest } from './document-text.repository.ts';
import { newDocument } from './new-document.ts';

type MinutesSigned = ReturnType<typeof minutesSigned.schema.parse>;

interface Dependencies extends Foundation {
  /** Looks for texts that events could not carry; called after the commit. */
  readonly fetchTexts: () => void;
}

/** Signed minutes become an outgoing document; signed anew after a refusal, they replace its text. */
export function createMinutesConsumers({ kit, office, fetchTexts }: Dependencies): Consumer[] {
  async function create(tx: Transaction, minutes: MinutesSigned): Promise<void> {
    const { minutesId, issuingOrgId, docCode, recipientOrgIds } = minutes;
    await office.orgs.require(tx, 'issuingOrgId', issuingOrgId);
    const beginning = { kind: 'MINUTES', ownerOrgId: issuingOrgId, docCode, originId: minutesId } as const;
    const recipients = { mainRecipientIds: [...recipientOrgIds], ccRecipientIds: [] };
    const document = newDocument(
      { id: kit.ids.next('doc'), at: tx.now, ...beginning, ...recipients },
      signedTextOf(minutes),
    );
    await tx.insert(DocumentEntity, document);
    await storeText(tx.manager, document.id, textOf(minutes));
    await office.parties.add(tx, document.id, authorsOf(document));
    await tx.append(documentSigned.create(document, { documentId: document.id, kind: 'MINUTES' }));
  }

  async function replace(tx: Transaction, row: Document, minutes: MinutesSigned): Promise<void> {
    const document = { entity: DocumentEntity, access: documentAccess, row } as const;
    await office.actAsSystem(tx, { ...document, action: 'ENTER_SIGNED' }, async (found, act) => {
      const { changes, events } = signAnew(found, act, signedTextOf(minutes));
      const moved = { ...changes, docCode: minutes.docCode, mainRecipientIds: [...minutes.recipientOrgIds] };
      await storeText(tx.manager, row.id, textOf(minutes));
      await office.parties.add(tx, row.id, authorsOf({ ...found, ...moved }));
      return { changes: moved, events };
    });
  }

  async function take({ data }: Envelope<MinutesSigned>, tx: Transaction): Promise<void> {
    const known = await documentByOrigin(tx.manager, 'Minutes', data.minutesId);
    if (known === null) await create(tx, data);
    else if (known.status === 'SIGNOFF') await replace(tx, known, data);
    else kit.log.warn({ document: known.id, state: known.status }, 'minutes signed again without a refusal');
    if (!carriesText(data)) kit.db.afterCommit(fetchTexts);
  }

  return [on(minutesSigned, take)];
}

/** A text that is not the signed one does not count as having arrived (DOC-2). */
const carriesText = ({ level, title, text, digest }: MinutesSigned): boolean =>
  isRegisterEntry(level) || (title !== null && text !== null && textDigest(text) === digest);

const textOf = (minutes: MinutesSigned): string | null =>
  isRegisterEntry(minutes.level) || !carriesText(minutes) ? null : minutes.text;

/** Without its text the document waits: nobody can recheck what has not arrived. */
function signedTextOf(minutes: MinutesSigned): SignedText {
  const { digest: sourceDigest, level: secrecyLevel, drafterId, reviewerId, signerId } = minutes;
  const title = isRegisterEntry(secrecyLevel) ? null : minutes.title;
  return {
    title,
    digest: carriesText(minutes) ? digestOf(title, textOf(minutes), sourceDigest) : null,
    sourceDigest,
    secrecyLevel,
    urgency: 'NONE',
    drafterId,
    reviewerId,
    signerId,
    signedAt: new Date(minutes.signedAt),
  };
}
