import { isAbove, type Office, type ReadOptions } from '@chengqi/office-kernel';
import type { SecrecyLevel } from '@chengqi/schemas';
import { batch, batchMany, type Database, groupBy, notFound, type Request } from '@chengqi/service-kit';
import { type EntitySchema, In } from 'typeorm';
import { recordsOfSources, sourceKey } from './archive/archive.queries.ts';
import { ArchiveRecordEntity } from './archive/archive-record.entity.ts';
import { archiveWorkflow } from './archive/archive-record.workflow.ts';
import { DeliveryEntity } from './deliveries/delivery.entity.ts';
import { deliveriesOfDocuments } from './deliveries/delivery.queries.ts';
import { deliveryWorkflow } from './deliveries/delivery.workflow.ts';
import { DocumentBodyEntity, DocumentEntity } from './outgoing/document.entity.ts';
import { documentWorkflow } from './outgoing/document.workflow.ts';

export type Loaders = ReturnType<typeof createLoaders>;

const ofDocuments = { type: 'Document', roles: documentWorkflow.roles };
const ofDeliveries = { type: 'Delivery', roles: deliveryWorkflow.roles };
const ofRecords = { type: 'ArchiveRecord', roles: archiveWorkflow.roles };

interface Classified {
  readonly id: string;
  readonly secrecyLevel: SecrecyLevel;
}

/** One look-up a type and level of a request; what the viewer may not see is null. */
export function createLoaders(request: Request, office: Office, db: Database) {
  const scope = () => ({ manager: db.read, office, request });
  const byId = <T extends Classified>(entity: EntitySchema<T>, options: ReadOptions) =>
    batch((ids: readonly string[]) => office.readByIds(request, entity, ids, options));

  /** Lists read rows by themselves; those above INTERNAL are read by id too, which leaves the audit entries. */
  const audit =
    <T extends Classified>(entity: EntitySchema<T>, options: ReadOptions) =>
    async <P extends { readonly nodes: readonly T[] }>(page: P): Promise<P> => {
      const secret = page.nodes.filter(({ secrecyLevel }) => isAbove(secrecyLevel, 'INTERNAL'));
      await office.readByIds(
        request,
        entity,
        secret.map(({ id }) => id),
        options,
      );
      return page;
    };

  const documents = byId(DocumentEntity, ofDocuments);
  const deliveries = byId(DeliveryEntity, ofDeliveries);
  const records = byId(ArchiveRecordEntity, ofRecords);
  const auditDeliveries = audit(DeliveryEntity, ofDeliveries);
  const auditRecords = audit(ArchiveRecordEntity, ofRecords);
  return {
    documents,
    deliveries,
    records,
    auditDocuments: audit(DocumentEntity, ofDocuments),
    auditDeliveries,
    auditRecords,
    texts: batch(async (ids) => {
      const bodies = await db.read.getRepository(DocumentBodyEntity).findBy({ id: In([...ids]) });
      return new Map(bodies.map(({ id, text }) => [id, text]));
    }),
    deliveriesOf: batchMany(async (documentIds) => {
      const { nodes } = await auditDeliveries({ nodes: await deliveriesOfDocuments(scope(), documentIds) });
      return groupBy(nodes, ({ documentId }) => documentId);
    }),
    recordOf: batch(async (keys) => {
      const { nodes } = await auditRecords({ nodes: await recordsOfSources(scope(), keys) });
      return new Map(nodes.map((record) => [sourceKey(record), record]));
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
