import type { Foundation, StoredDeadline } from '@chengqi/office-kernel';
import { batch, batchMany, groupBy, notFound, type Request } from '@chengqi/service-kit';
import { In } from 'typeorm';
import { ArchiveRecordEntity } from './archive/archive-record.entity.ts';
import { recordsOfSources, sourceKey } from './archive/archive-record.repository.ts';
import { archiveAccess } from './archive/archive-record.workflow.ts';
import { readersOfDocuments } from './circulation/circulation.repository.ts';
import { DeliveryEntity } from './deliveries/delivery.entity.ts';
import { deliveriesOfDocuments } from './deliveries/delivery.repository.ts';
import { deliveryAccess } from './deliveries/delivery.workflow.ts';
import { IncomingDocumentEntity, incomingAccess } from './incoming/incoming.entity.ts';
import { InstructionEntity, instructionAccess } from './instructions/instruction.entity.ts';
import { instructionsOnDocuments } from './instructions/instruction.repository.ts';
import { DocumentBodyEntity, DocumentEntity } from './outgoing/document.entity.ts';
import { documentAccess } from './outgoing/document.workflow.ts';

export type Loaders = ReturnType<typeof createLoaders>;

/** One look-up a type and level of a request; what the viewer may not see is null. */
export function createLoaders(request: Request, { kit, office }: Foundation) {
  const { read } = kit.db;
  const documents = batch((ids) => office.readByIds(request, DocumentEntity, ids, documentAccess));
  const deliveries = batch((ids) => office.readByIds(request, DeliveryEntity, ids, deliveryAccess));
  const records = batch((ids) => office.readByIds(request, ArchiveRecordEntity, ids, archiveAccess));
  return {
    documents,
    deliveries,
    records,
    texts: batch(async (ids) => {
      const bodies = await read.getRepository(DocumentBodyEntity).findBy({ id: In([...ids]) });
      return new Map(bodies.map(({ id, text }) => [id, text]));
    }),
    deliveriesOf: batchMany(async (documentIds) =>
      groupBy(
        await office.list(request, deliveriesOfDocuments(read, documentIds), deliveryAccess),
        ({ documentId }) => documentId,
      ),
    ),
    deadlines: batchMany<StoredDeadline>((ids) => office.deadlines.ofSubjects(read, ids)),
    incoming: batch((ids) => office.readByIds(request, IncomingDocumentEntity, ids, incomingAccess)),
    instructions: batch((ids) => office.readByIds(request, InstructionEntity, ids, instructionAccess)),
    instructionsOn: batchMany(async (documentIds) =>
      groupBy(
        await office.list(request, instructionsOnDocuments(read, documentIds), instructionAccess),
        ({ documentId }) => documentId,
      ),
    ),
    /** Parts of a document: who may see it may see who reads it. */
    readersOf: batchMany(async (documentIds) =>
      groupBy(await readersOfDocuments(read, documentIds).getMany(), ({ documentId }) => documentId),
    ),
    recordOf: batch(async (keys) => {
      const found = await office.list(request, recordsOfSources(read, keys), archiveAccess);
      return new Map(found.map((record) => [sourceKey(record), record]));
    }),
    documentPayload: async (id: string) => ({ document: present('Document', await documents.load(id)) }),
    deliveryPayload: async (id: string) => ({ delivery: present('Delivery', await deliveries.load(id)) }),
    recordPayload: async (id: string) => ({ archiveRecord: present('ArchiveRecord', await records.load(id)) }),
  };
}

function present<T>(type: string, row: T | null): T {
  if (row === null) throw notFound(type);
  return row;
}
