import { hazardClosed, hazardReported } from '@chengqi/schemas/events/security';
import { itemRegistered, itemStruckOff } from '@chengqi/schemas/events/supervision';
import { type Consumer, on, type ServiceKit, type Transaction } from '@chengqi/service-kit';
import { ArchiveRecordEntity } from './archive-record.entity.ts';
import type { ArchiveSources } from './archive-sources.commands.ts';
import { type Closed, preFiled } from './pre-filing.ts';

/** What other offices bring to its end gets one record; reopening and closing again leaves that record as it is. */
export function createArchiveConsumers({ ids, clock }: ServiceKit, sources: ArchiveSources): Consumer[] {
  async function preFile(tx: Transaction, closed: Closed): Promise<void> {
    const { sourceType, sourceId } = closed;
    if (await tx.manager.getRepository(ArchiveRecordEntity).existsBy({ sourceType, sourceId })) return;
    await tx.insert(ArchiveRecordEntity, preFiled(closed, ids.next('arc'), tx.now));
  }

  return [
    on(
      itemRegistered,
      ({ data: { itemId: id, code } }, tx) => sources.learn(tx, { id, type: 'SupervisionItem', code }),
      { imported: true },
    ),
    on(hazardReported, ({ data: { hazardId: id, code } }, tx) => sources.learn(tx, { id, type: 'Hazard', code }), {
      imported: true,
    }),
    on(itemStruckOff, ({ data, time, secrecylevel: secrecyLevel }, tx) =>
      preFile(tx, {
        sourceType: 'SupervisionItem',
        sourceId: data.itemId,
        ownerOrgId: data.supervisorOrgId,
        secrecyLevel,
        title: data.title,
        recordDate: clock.today(new Date(time)),
      }),
    ),
    on(hazardClosed, ({ data, secrecylevel: secrecyLevel }, tx) =>
      preFile(tx, {
        sourceType: 'Hazard',
        sourceId: data.hazardId,
        ownerOrgId: data.ownerOrgId,
        secrecyLevel,
        title: data.title,
        recordDate: clock.today(new Date(data.closedAt)),
      }),
    ),
  ];
}
