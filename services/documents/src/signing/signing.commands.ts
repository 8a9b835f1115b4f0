import { ceiling, type Foundation, foldedCode, levelAtMost } from '@chengqi/office-kernel';
import { documentSigned } from '@chengqi/schemas/events/documents';
import {
  badInput,
  bothOf,
  fieldsOf,
  forbidden,
  idsOf,
  lineOf,
  optionalText,
  type Request,
  refusal,
  separationOfDuties,
  sha256Of,
} from '@chengqi/service-kit';
import type { EnterSignedDocumentInput } from '../generated/graphql.ts';
import { mostRecipients, patternOf } from '../input.ts';
import { DocumentEntity } from '../outgoing/document.entity.ts';
import type { Document } from '../outgoing/document.ts';
import { documentAccess, type SignedText, signAnew } from '../outgoing/document.workflow.ts';
import { authorsOf } from '../outgoing/document-parties.ts';
import { isRegisterEntry } from '../secrecy.ts';
import { digestOf, storeText } from './document-text.repository.ts';
import { checkReferences } from './entitlement.ts';
import { newDocument } from './new-document.ts';

interface Paper extends SignedText {
  readonly text: string | null;
}

/** Documents that were signed on paper, and the newly signed paper of those that went back to their signer. */
export function createSigningCommands({ kit, office }: Foundation) {
  const name = 'enterSignedDocument';

  const enter = (request: Request, input: EnterSignedDocumentInput): Promise<string> =>
    office.create({ request, name, input, entity: DocumentEntity }, async (tx) => {
      const { kind, issuingOrgId, docCode, mainRecipientIds, ccRecipientIds } = input;
      const paper = paperOf(input, request, tx.now);
      if (!request.actor.holds('REGISTRAR', issuingOrgId)) throw forbidden();
      await checkReferences(tx, office, input);
      refuseAuthor(request, paper);
      const recipients = fieldsOf({
        mainRecipientIds: () => idsOf('mainRecipientIds', mainRecipientIds, mostRecipients),
        ccRecipientIds: () => idsOf('ccRecipientIds', ccRecipientIds, mostRecipients),
      });
      await office.orgs.requireMany(tx, 'mainRecipientIds', recipients.mainRecipientIds);
      await office.orgs.requireMany(tx, 'ccRecipientIds', recipients.ccRecipientIds);
      const document = newDocument(
        { id: kit.ids.next('doc'), at: tx.now, kind, ownerOrgId: issuingOrgId, docCode, ...recipients },
        paper,
      );
      await storeText(tx.manager, document.id, paper.text);
      return {
        row: document,
        events: [documentSigned.create(document, { documentId: document.id, kind })],
        role: 'REGISTRAR',
        parties: authorsOf(document),
      };
    });

  const enterAgain = (request: Request, id: string, input: EnterSignedDocumentInput): Promise<string> =>
    office.act(
      { request, name, input, id, entity: DocumentEntity, access: documentAccess, action: 'ENTER_SIGNED' },
      async (document, act, tx) => {
        const { text, ...signed } = paperOf(input, request, tx.now);
        refuseAuthor(request, signed);
        refuseOtherDocument(document, input);
        await checkReferences(tx, office, input);
        const decision = signAnew(document, act, signed);
        await storeText(tx.manager, id, text);
        await office.parties.add(tx, id, authorsOf({ ...document, ...decision.changes }));
        return decision;
      },
    );

  return {
    enterSignedDocument: (request: Request, given: EnterSignedDocumentInput) => {
      const input = { ...given, docCode: foldedCode(given.docCode) };
      return input.documentId == null ? enter(request, input) : enterAgain(request, input.documentId, input);
    },
  };
}

function paperOf(input: EnterSignedDocumentInput, { viewer }: Request, now: Date): Paper {
  const secrecyLevel = input.secrecyLevel ?? 'INTERNAL';
  if (!levelAtMost(secrecyLevel, viewer.clearance) && !levelAtMost(secrecyLevel, 'INTERNAL')) throw notCleared();
  const {
    words: { title, text },
    sourceDigest,
    signedAt,
  } = fieldsOf({
    docCode: () => docCodeOf(input.docCode),
    words: () => (isRegisterEntry(secrecyLevel) ? untitled(input) : titled(input)),
    sourceDigest: () => sha256Of('scanDigest', input.scanDigest),
    signedAt: () => signedAtOf(input.signedAt, now),
  });
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

const docCodeOf = (code: string): string =>
  patternOf('docCode', code, /^[^\s〔〕]{1,12}$/u, {
    en: 'A code of 1 to 12 characters.',
    zh: '代字为 1 至 12 个字符。',
  });

function signedAtOf(signedAt: Date, now: Date): Date {
  if (signedAt <= now) return signedAt;
  throw badInput('signedAt', { en: 'Nobody signs in the future.', zh: '签发日期不能晚于当前时间。' });
}

const titled = ({ title, text }: EnterSignedDocumentInput) =>
  fieldsOf({
    title: () => lineOf('title', title ?? '', 200),
    text: () => optionalText('text', text, 20_000),
  });

/** DOC-7: above the ceiling not even the title may enter this system. */
function untitled({ title, text }: EnterSignedDocumentInput): { title: null; text: null } {
  if (title == null && text == null) return { title: null, text: null };
  throw badInput(
    title == null ? 'text' : 'title',
    {
      en: `Above ${ceiling} only a register entry without title and text may be made (DOC-7).`,
      zh: '超出本系统密级上限，只能登记，不得录入标题和正文（DOC-7）。',
    },
    'DOC-7',
  );
}

function refuseAuthor({ actor }: Request, { drafterId }: SignedText): void {
  if (bothOf(actor).every(({ personId }) => personId !== drafterId)) return;
  throw separationOfDuties({
    en: 'The drafter does not enter the own document.',
    zh: '拟稿人不得录入本人拟制的文件。',
  });
}

/** A newly signed paper changes the text, never whose document it is. */
function refuseOtherDocument(document: Document, input: EnterSignedDocumentInput): void {
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
