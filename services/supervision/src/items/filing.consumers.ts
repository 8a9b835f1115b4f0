import type { Foundation } from '@chengqi/office-kernel';
import { recordCatalogued } from '@chengqi/schemas/events/documents';
import { type Consumer, on } from '@chengqi/service-kit';
import { createItemActs } from './act.commands.ts';
import { SupervisionItemEntity } from './item.entity.ts';
import { lockItem } from './item.repository.ts';

/** The archive has its record: a struck-off item is filed. One that was reopened meanwhile is filed after it is struck off again. */
export function createFilingConsumers(foundation: Foundation): Consumer[] {
  const { bySystem } = createItemActs(foundation);
  return [
    on(
      recordCatalogued,
      async ({ data: { source, cataloguedAt } }, tx) => {
        if (source.type !== 'SupervisionItem') return;
        const item = await lockItem(tx, source.id);
        const filedAt = cataloguedAt ? new Date(cataloguedAt) : tx.now;
        if (item?.status === 'STRUCK_OFF') {
          await bySystem(tx, item, 'FILE', (_, { to }) => ({ changes: { status: to, filedAt }, events: [] }));
        } else if (item?.status === 'FILED' && item.filedAt === null) {
          await tx.update(SupervisionItemEntity, item, { filedAt });
        }
      },
      { imported: true },
    ),
  ];
}
