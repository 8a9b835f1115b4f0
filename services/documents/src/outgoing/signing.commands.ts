import { ceiling, levelAtMost, type Office } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import { type DocumentKind, type DocumentUrgency, documentSigned } from '@chengqi/schemas/events/documents';
import {
  badInput,
  forbidden,
  idsOf,
  lineOf,
  optionalText,
  type Request,
  refusal,
  type ServiceKit,
  separationOfDuties,
  sha256Of,
  type Transaction,
} from '@chengqi/service-kit';
import { mostRecipients, patternOf } from '../input.ts';
import { knownOrgs } from '../references.ts';
import { isRegisterEntry } from '../secrecy.ts';
import { DocumentEntity } from './document.entity.ts';
import type { Document } from './document.ts';
import { documentWorkflow, type SignedText, signAnew } from './document.workflow.ts';
import { authorsOf } from './document-parties.ts';
import { digestOf, storeText } from './document-text.ts';
import { checkReferences } from './entitlement.ts';
import { newDocument } from './new-document.ts';

export interface EnterInput {
  readonly documentId?: string | null | undefined;
  readonly kind: DocumentKind;
  readonly issuingOrgId: string;
  readonly docCode: string;
  readonly title?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly secrecyLevel?: SecrecyLevel | null | undefined;
  readonly urgency?: DocumentUrgency | null | undefined;
  readonly drafterId: string;
  readonly reviewerId: string;
  readonly signerId: string;
  readonly signedAt: Date | string;
  readonly scanDigest: string;
  readonly mainRecipientIds?: readonly string[] | null | undefined;
  readonly ccRecipientIds?: readonly string[] | null | undefined;
  readonly expectedVersion?: number | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

interface Paper extends SignedText {
  readonly text: string | null;
}

export type SigningCommands = ReturnType<typeof createSigningCommands>;

/** Documents that were signed on paper, and the newly signed paper of those that went back to their signer. */
export function createSigningCommands({ kit, office }: { kit: ServiceKit; office: Office }) {
  async function enter(tx: Transaction, request: Request, input: EnterInput, paper: Paper): Promise<string> {
    const { kind, issuingOrgId, docCode, mainRecipientIds, ccRecipientIds } = input;
    if (!request.actor.holds('REGISTRAR', issuingOrgId)) throw forbidden();
    await checkReferences(tx, office, input);
    refuseAuthor(request, paper);
    const recipients = {
      mainRecipientIds: idsOf('mainRecipientIds', mainRecipientIds, mostRecipients),
      ccRecipientIds: idsOf('ccRecipientIds', ccRecipientIds, mostRecipients),
    };
    await knownOrgs(tx, office, 'mainRecipientIds', recipients.mainRecipientIds);
    await knownOrgs(tx, office, 'ccRecipientIds', recipients.ccRecipientIds);
    const document = newDocument(
      { id: kit.ids.next('doc'), at: tx.now, kind, ownerOrgId: issuingOrgId, docCode, ...recipients },
      paper,
    );
    await tx.insert(DocumentEntity, document);
    await storeText(tx.manager, document.id, paper.text);
    await office.parties.add(tx, document.id, authorsOf(document));
    await tx.append(documentSigned.create(document, { documentId: document.id, kind }), { role: 'REGISTRAR' });
    return document.id;
  }

  async function enterAgain(
    tx: Transaction,
    request: Request,
    id: string,
    input: EnterInput,
    paper: Paper,
  ): Promise<string> {
    const { roles, permit } = documentWorkflow;
    const document = await office.require(tx, request, DocumentEntity, id, { type: 'Document', roles });
    const step = permit(request.actor, document, 'ENTER_SIGNED', { expectedVersion: input.expectedVersion ?? null });
    refuseAuthor(request, paper);
    refuseOtherDocument(document, input);
    await checkReferences(tx, office, input);
    const { text, ...signed } = paper;
    const { changes, events, role } = signAnew(document, { ...step, by: request.actor.personId, at: tx.now }, signed);
    const after = await tx.update(DocumentEntity, document, changes);
    await storeText(tx.manager, id, text);
    await office.parties.add(tx, id, authorsOf(after));
    await tx.append(events, { role });
    return id;
  }

  return {
    enterSignedDocument: (request: Request, input: EnterInput) =>
      office.execute(request, 'enterSignedDocument', input, async (tx) => {
        const paper = paperOf(input, request, tx.now);
        return input.documentId == null
          ? enter(tx, request, input, paper)
          : enterAgain(tx, request, input.documentId, input, paper);
      }),
  };
}

function paperOf(input: EnterInput, { viewer }: Request, now: Date): Paper {
  const secrecyLevel = input.secrecyLevel ?? 'INTERNAL';
  if (!levelAtMost(secrecyLevel, viewer.clearance) && !levelAtMost(secrecyLevel, 'INTERNAL')) throw notCleared();
  patternOf('docCode', input.docCode, /^[^\s〔〕]{1,12}$/u, {
    en: 'A code of 1 to 12 characters.',
    zh: '代字为 1 至 12 个字符。',
  });
  const { title, text } = isRegisterEntry(secrecyLevel) ? untitled(input) : titled(input);
  const sourceDigest = sha256Of('scanDigest', input.scanDigest);
  const signedAt = new Date(input.signedAt);
  if (signedAt > now)
    throw badInput('signedAt', { en: 'Nobody signs in the future.', zh: '签发日期不能晚于当前时间。' });
  const { drafterId, reviewerId, signerId } = input;
  const digest = digestOf(title, text, sourceDigest);
  return {
    title,
    text,
    digest,
    sourceDigest,
    secrecyLevel,
    urgency: input.urgency ?? 'NONE',
    drafterId,
    reviewerId,
    signerId,
    signedAt,
  };
}

const titled = ({ title, text }: EnterInput) => ({
  title: lineOf('title', title ?? '', 200),
  text: optionalText('text', text, 20_000),
});

/** DOC-7: above the ceiling not even the title may enter this system. */
function untitled({ title, text }: EnterInput): { title: null; text: null } {
  if (title == null && text == null) return { title: null, text: null };
  throw badInput(title == null ? 'text' : 'title', {
    en: `Above ${ceiling} only a register entry without title and text may be made (DOC-7).`,
    zh: '超出本系统密级上限，只能登记，不得录入标题和正文（DOC-7）。',
  });
}

function refuseAuthor({ viewer }: Request, { drafterId }: Paper): void {
  if (viewer.personId !== drafterId) return;
  throw separationOfDuties({
    en: 'The drafter does not enter the own document.',
    zh: '拟稿人不得录入本人拟制的文件。',
  });
}

/** A newly signed paper changes the text, never whose document it is. */
function refuseOtherDocument(document: Document, input: EnterInput): void {
  const field =
    document.kind !== input.kind
      ? 'kind'
      : document.ownerOrgId !== input.issuingOrgId
        ? 'issuingOrgId'
        : document.docCode !== input.docCode
          ? 'docCode'
          : null;
  if (field)
    throw badInput(field, { en: 'This differs from the document in SIGNOFF.', zh: '与待重新签发的文件不一致。' });
}

const notCleared = () =>
  refusal('CLEARANCE_REQUIRED', { en: 'Your clearance does not reach this level.', zh: '您的涉密等级不足。' });
