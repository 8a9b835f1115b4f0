import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { deliverySigned } from '@chengqi/schemas/events/documents';
import {
  badInput,
  duplicate,
  guardFailed,
  referenceUnknown,
  systemActor,
  type Transaction,
} from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import { wordsOn } from '../input.ts';
import { DocumentEntity } from '../outgoing/document.entity.ts';
import { documentsWhere, lockDocument } from '../outgoing/document.repository.ts';
import type { Document } from '../outgoing/document.ts';
import { partiesOfDelivery } from '../outgoing/document-parties.ts';
import { closeWhenAnswered } from '../outgoing/issuing.workflow.ts';
import { keptText } from '../secrecy.ts';
import { DeliveryEntity } from './delivery.entity.ts';
import { lastAnswer } from './delivery.repository.ts';
import type { Delivery } from './delivery.ts';

interface Answer {
  readonly state: Delivery['status'];
  readonly sent_at: Date;
  readonly signed_at: Date | null;
}

/** deliveries.csv: who has each issued document, who sent it back and who has not answered (DOC-10). */
export function createDeliveryImport(foundation: Foundation) {
  const { kit, office } = foundation;
  const { keepDeliveries, keepDocuments } = createKeeping(foundation);

  /** The document of the ledger, in force and sent. */
  async function issuedDocument(tx: Transaction, draftNo: string, docNumber: string | null): Promise<Document> {
    const [document, another] = await documentsWhere(tx.manager, { draftNo }).take(2).getMany();
    if (!document || another) throw referenceUnknown('draft_no', draftNo);
    if (document.issuedAt === null) throw notIssued();
    if (docNumber !== null && docNumber !== document.docNumber) throw otherNumber();
    return document;
  }

  /** The document as it stands after the rows before this one; its last main recipient's answer closes it. */
  async function countDown(tx: Transaction, { documentId, role, answeredAt }: Delivery): Promise<void> {
    if (role !== 'MAIN' || answeredAt === null) return;
    const document = await lockDocument(tx.manager, documentId);
    if (!document) throw new Error(`${documentId} has deliveries but is not there`);
    const openDeliveries = document.openDeliveries - 1;
    const at = (await lastAnswer(tx.manager, documentId)) ?? answeredAt;
    const closed = closeWhenAnswered({ ...document, openDeliveries }, systemActor, at);
    const after = await tx.update(DocumentEntity, document, { openDeliveries, ...closed });
    if (after.openedAt !== null) await keepDocuments(tx, [after]);
  }

  async function store(tx: Transaction, document: Document, delivery: Delivery): Promise<void> {
    await tx.insert(DeliveryEntity, delivery);
    await office.parties.add(tx, delivery.id, partiesOfDelivery(document, delivery));
    await countDown(tx, delivery);
    if (delivery.openedAt !== null) await keepDeliveries(tx, [delivery]);
    if (delivery.status !== 'SIGNED' || delivery.answeredAt === null) return;
    const { id: deliveryId, documentId, ownerOrgId: orgId } = delivery;
    const signedAt = delivery.answeredAt.toISOString();
    await tx.append(deliverySigned.create(delivery, { deliveryId, documentId, orgId, signedAt }));
  }

  return defineImport({
    act: 'importDeliveries',
    kind: 'fact',
    key: 'delivery_no',
    cells: {
      delivery_no: cell.key(),
      draft_no: cell.code({ required: true }),
      doc_number: cell.code({ max: 40 }),
      recipient_org: cell.org({ required: true }),
      sent_at: cell.instant({ required: true }),
      state: cell.enumeration(['SENT', 'SIGNED', 'REJECTED'], { required: true }),
      signed_at: cell.instant(),
      signed_by: cell.person(),
      reject_reason: wordsOn(500),
      urged_count: cell.int({ min: 0, max: 1000 }),
    },
    async apply(tx, row, { openedAt }) {
      checkAnswer(row);
      const document = await issuedDocument(tx, row.draft_no, row.doc_number);
      const { recipient_org: ownerOrgId } = row;
      const taken = await tx.manager.getRepository(DeliveryEntity).findOneBy({ documentId: document.id, ownerOrgId });
      if (taken) throw duplicate(taken.id, { en: 'The recipient has this document.', zh: '该单位已有此件。' });
      const { secrecyLevel } = document;
      await store(tx, document, {
        ...{ id: kit.ids.next('dlv'), status: row.state, version: 1, ownerOrgId, secrecyLevel },
        ...{ createdAt: row.sent_at, updatedAt: tx.now, documentId: document.id, issuedById: null },
        openedAt: row.state === 'SENT' ? openedAt : null,
        ...{ role: document.mainRecipientIds.includes(ownerOrgId) ? 'MAIN' : 'CC' },
        ...{ answeredAt: row.signed_at, answeredById: row.signed_by, urgedCount: row.urged_count },
        rejectReason: row.state === 'REJECTED' ? keptText(secrecyLevel, row.reject_reason) : null,
      });
      return undefined;
    },
  });
}

/** An answer has its moment, and what is on its way has none. */
function checkAnswer({ state, sent_at, signed_at }: Answer): void {
  if ((state === 'SENT') !== (signed_at === null)) {
    throw badInput('signed_at', { en: 'does not fit the state', zh: '与状态不符' });
  }
  if (signed_at && signed_at < sent_at) throw badInput('signed_at', { en: 'before it was sent', zh: '早于发出时间' });
}

const notIssued = () =>
  guardFailed('DOC-10', { en: 'Only what was issued is delivered.', zh: '未印发的文件无投递记录。' });
const otherNumber = () =>
  guardFailed('DOC-1', { en: 'The number is that of another document.', zh: '文号与该文件不符。' });
