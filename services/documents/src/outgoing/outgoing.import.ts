import { defineImport, type Foundation } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import { documentNumbered, documentSigned } from '@chengqi/schemas/events/documents';
import { duplicate, guardFailed, systemActor, type Transaction } from '@chengqi/service-kit';
import type { ArchiveSources } from '../archive/archive-sources.commands.ts';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import { seriesOf } from '../numbering/numbering.workflow.ts';
import { keptText } from '../secrecy.ts';
import { digestOf } from '../signing/document-text.repository.ts';
import { untouchedDocument } from '../signing/new-document.ts';
import { DocumentEntity } from './document.entity.ts';
import type { Document } from './document.ts';
import { authorsOf, recipientsOf } from './document-parties.ts';
import { closeWhenAnswered, issuedEvent, voidedEvent } from './issuing.workflow.ts';
import { checkRow, type GivenNumber, isIssued, isSigned, type OutgoingRow, outgoingCells } from './outgoing-row.ts';

/** outgoing_documents.csv: each document in the state that its ledger has it in; numbers go on behind the highest. */
export function createOutgoingImport(foundation: Foundation, sources: ArchiveSources) {
  const { kit, office } = foundation;
  const { keepDocuments } = createKeeping(foundation);

  async function checkCode(tx: Transaction, orgId: string, docCode: string): Promise<void> {
    const org = await office.orgs.find(tx.manager, orgId);
    if (!org?.docCodes.includes(docCode)) throw foreignCode();
  }

  /** DOC-1: a number belongs to one document. */
  async function keepNumber(tx: Transaction, { issuing_org, doc_code }: OutgoingRow, number: GivenNumber) {
    const { year, serial } = number;
    const [ownerOrgId, docCode] = [issuing_org, doc_code];
    const taken = await tx.manager.getRepository(DocumentEntity).findOneBy({ ownerOrgId, docCode, year, serial });
    if (taken) throw duplicate(taken.id, { en: 'DOC-1: this number was given.', zh: 'DOC-1：该文号已使用。' });
    await office.serials.ensureAtLeast(tx, seriesOf(ownerOrgId, docCode, year), serial);
  }

  async function store(tx: Transaction, document: Document): Promise<void> {
    await tx.insert(DocumentEntity, document);
    const parties = [...authorsOf(document), ...(document.issuedAt ? recipientsOf(document) : [])];
    await office.parties.add(tx, document.id, parties);
    if (document.openedAt !== null) await keepDocuments(tx, [document]);
    await tx.append(historyOf(document));
    const { id, docNumber, status } = document;
    if (status === 'FILED' && docNumber !== null) await sources.learn(tx, { id, type: 'Document', code: docNumber });
  }

  return defineImport({
    act: 'importOutgoingDocuments',
    kind: 'fact',
    key: 'draft_no',
    cells: outgoingCells,
    async apply(tx, row, { memo, openedAt }) {
      const number = checkRow(row, kit.clock.year);
      const { issuing_org, doc_code } = row;
      await memo(`code:${issuing_org}:${doc_code}`, () => checkCode(tx, issuing_org, doc_code));
      if (number !== null) await keepNumber(tx, row, number);
      const document = documentOf(kit.ids.next('doc'), row, number, tx.now);
      const closed = closeWhenAnswered(document, systemActor, document.issuedAt ?? tx.now);
      await store(tx, { ...document, ...closed, openedAt: row.state === 'FILED' ? null : openedAt });
      return undefined;
    },
  });
}

function documentOf(id: string, row: OutgoingRow, number: GivenNumber | null, now: Date): Document {
  const { level: secrecyLevel, main_recipients: mainRecipientIds } = row;
  const title = keptText(secrecyLevel, row.title);
  const digest = isSigned(row) ? digestOf(title, null, null) : null;
  return {
    ...untouchedDocument,
    ...{ id, secrecyLevel, title, status: row.state, ownerOrgId: row.issuing_org, kind: row.kind },
    ...{ createdAt: row.drafted_at, updatedAt: now, importedAt: now, draftNo: row.draft_no, urgency: row.urgency },
    ...{ docCode: row.doc_code, ...number, drafterId: row.drafter, reviewerId: row.reviewer, signerId: row.signer },
    ...{ mainRecipientIds, ccRecipientIds: row.cc_recipients.filter((org) => !mainRecipientIds.includes(org)) },
    ...{ signedAt: row.signed_at, sourceDigest: null, originType: null, originId: null },
    signedDigest: digest,
    recheckedDigest: row.state === 'SIGNED' ? null : digest,
    registeredAt: number && (row.registered_at ?? row.signed_at),
    issuedAt: isIssued(row) ? row.issued_at : null,
    openDeliveries: isIssued(row) ? mainRecipientIds.length : 0,
    ...(row.state === 'VOIDED' && {
      voidedAt: row.registered_at ?? row.signed_at,
      voidReason: keptText(secrecyLevel, row.void_reason),
    }),
  };
}

/** What happened to it, in the order in which it must have happened. */
function historyOf(document: Document): DomainEvent[] {
  const { id: documentId, kind, docNumber, signedDigest, status, issuedAt, voidReason } = document;
  return [
    ...(signedDigest === null ? [] : [documentSigned.create(document, { documentId, kind })]),
    ...(docNumber === null ? [] : [documentNumbered.create(document, { documentId, kind, docNumber })]),
    ...(status === 'VOIDED' ? [voidedEvent(document, voidReason)] : []),
    ...(issuedAt === null ? [] : [issuedEvent(document, issuedAt)]),
  ];
}

const foreignCode = () =>
  guardFailed('DOC-1', { en: 'The code is not one of the issuing organisation.', zh: '该代字不属于发文机关。' });
