import { recordCatalogued } from '@chengqi/schemas/events/documents';
import { type Consumer, on, systemActor } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import { settle } from './act.commands.ts';
import { SupervisionItemEntity } from './item.entity.ts';
import { dossierOf, lockItem } from './item.repository.ts';
import { itemWorkflow } from './item.workflow.ts';

/** The archive has its record: a struck-off item is filed. One that was reopened meanwhile is filed after it is struck off again. */
export function createFilingConsumers({ office }: Foundation): Consumer[] {
  return [
    on(
      recordCatalogued,
      async ({ data: { source, cataloguedAt } }, tx) => {
        if (source.type !== 'SupervisionItem') return;
        const item = await lockItem(tx, source.id);
        const filedAt = cataloguedAt ? new Date(cataloguedAt) : tx.now;
        if (item?.status === 'STRUCK_OFF') {
          const { to, role } = itemWorkflow.permit(systemActor, await dossierOf(tx.manager, office, item), 'FILE');
          await settle(tx, item, { changes: { status: to, filedAt }, events: [], role });
        } else if (item?.status === 'FILED' && item.filedAt === null) {
          await tx.update(SupervisionItemEntity, item, { filedAt });
        }
      },
      { imported: true },
    ),
  ];
}
