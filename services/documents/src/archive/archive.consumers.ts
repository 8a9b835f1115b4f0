import type { Foundation } from '@chengqi/office-kernel';
import { hazardClosed, hazardReported } from '@chengqi/schemas/events/security';
import { itemRegistered, itemStruckOff } from '@chengqi/schemas/events/supervision';
import { type Consumer, on, type Transaction } from '@chengqi/service-kit';
import { filingEnd } from '../deadlines/document-deadlines.ts';
import { ArchiveRecordEntity } from './archive-record.entity.ts';
import { preFiledEvent } from './archive-record.workflow.ts';
import type { ArchiveSources } from './archive-sources.commands.ts';
import { type Closed, preFiled } from './pre-filing.ts';

/** What other offices bring to its end gets one record; reopening and closing again leaves that record as it is. */
export function createArchiveConsumers(
  { kit: { ids, clock }, office: { calendar } }: Foundation,
  sources: ArchiveSources,
): Consumer[] {
  async function preFile(tx: Transaction, closed: Omit<Closed, 'dueAt'>): Promise<void> {
    const { sourceType, sourceId, recordDate } = closed;
    if (await tx.manager.getRepository(ArchiveRecordEntity).existsBy({ sourceType, sourceId })) return;
    const dueAt = filingEnd(calendar, Number(recordDate.slice(0, 4)));
    const record = preFiled({ ...closed, dueAt }, ids.next('arc'), tx.now);
    await tx.insert(ArchiveRecordEntity, record);
    await tx.append(preFiledEvent(record, dueAt));
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
