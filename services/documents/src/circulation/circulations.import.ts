import { cell, defineImport, type Foundation } from '@chengqi/office-kernel';
import { badInput, duplicate, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { incomingWhere } from '../incoming/incoming.repository.ts';
import type { IncomingDocument } from '../incoming/incoming.ts';
import { wordsOn } from '../input.ts';
import { keptText } from '../secrecy.ts';
import { CirculationReaderEntity } from './circulation.entity.ts';
import type { CirculationReader, CirculationState } from './circulation.ts';

interface Passage {
  readonly state: CirculationState;
  readonly sent_at: Date | null;
  readonly read_at: Date | null;
}

/** circulations.csv: who read received documents, and who still has them (DOC-9). */
export function createCirculationImport({ kit, office }: Foundation) {
  /** The received document; equal numbers of two registers cannot be told apart. */
  async function documentOf(tx: Transaction, registerNo: string): Promise<IncomingDocument> {
    const [document, another] = await incomingWhere(tx.manager, { registerNo }).take(2).getMany();
    if (!document || another) throw referenceUnknown('register_no', registerNo);
    return document;
  }

  /** Who reads a document may see it, and who else gets it. */
  async function store(tx: Transaction, { id: documentId }: IncomingDocument, reader: CirculationReader) {
    await tx.insert(CirculationReaderEntity, reader);
    const party = { partyId: reader.readerId, relation: 'READER' };
    await office.parties.addAll(
      tx,
      [documentId, reader.id].map((subjectId) => ({ subjectId, ...party })),
    );
  }

  return defineImport({
    act: 'importCirculations',
    kind: 'fact',
    key: 'circulation_no',
    cells: {
      circulation_no: cell.key(),
      register_no: cell.code({ required: true }),
      mode: cell.enumeration(['SERIAL', 'PARALLEL'], { required: true }),
      reader_order: cell.int({ required: true, min: 1, max: 1000 }),
      reader: cell.person({ required: true }),
      sent_at: cell.instant(),
      read_at: cell.instant(),
      state: cell.enumeration(['WAITING', 'SENT', 'READ', 'SKIPPED_WITH_REASON'], { required: true }),
      opinion: wordsOn(500),
    },
    async apply(tx, row) {
      checkPassage(row);
      const document = await documentOf(tx, row.register_no);
      const { id: documentId, ownerOrgId, secrecyLevel } = document;
      const place = { documentId, readerId: row.reader };
      const taken = await tx.manager.getRepository(CirculationReaderEntity).findOneBy(place);
      if (taken) throw duplicate(taken.id, { en: 'This reader has the document.', zh: '该传阅人已在传阅单中。' });
      await store(tx, document, {
        ...{ ...place, id: kit.ids.next('crr'), status: row.state, version: 1, ownerOrgId, secrecyLevel },
        ...{ createdAt: row.sent_at ?? document.createdAt, updatedAt: tx.now, circulationNo: row.circulation_no },
        ...{ mode: row.mode, readerOrder: row.reader_order, sentAt: row.sent_at, readAt: row.read_at },
        opinion: keptText(secrecyLevel, row.opinion),
      });
      return undefined;
    },
  });
}

/** What waits was not sent, what was read was, and nothing is read before it is sent. */
function checkPassage({ state, sent_at, read_at }: Passage): void {
  if (state === 'WAITING' ? sent_at !== null : state !== 'SKIPPED_WITH_REASON' && sent_at === null) {
    throw unfit('sent_at');
  }
  if ((state === 'READ') !== (read_at !== null)) throw unfit('read_at');
  if (sent_at && read_at && read_at < sent_at) {
    throw badInput('read_at', { en: 'before it was sent', zh: '早于发出时间' });
  }
}

const unfit = (field: string) => badInput(field, { en: 'does not fit the state', zh: '与状态不符' });
