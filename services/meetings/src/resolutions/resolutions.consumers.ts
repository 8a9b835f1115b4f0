import type { Foundation } from '@chengqi/office-kernel';
import {
  itemMerged,
  itemRegistered,
  itemRejected,
  itemReopened,
  itemStruckOff,
  sourceFollowed,
} from '@chengqi/schemas/events/supervision';
import { type Consumer, on, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import { closeIfDecided } from '../meetings/closing.commands.ts';
import { lockMeeting } from '../meetings/meeting.repository.ts';
import { ResolutionEntity } from './resolution.entity.ts';
import { resolutionRow } from './resolution.repository.ts';
import { follow, type ItemFact, reaction } from './resolution.workflow.ts';

interface ItemEvent {
  readonly itemId: string;
  readonly source: { readonly type: string; readonly id?: string | null } | null;
}

/** Supervision tells what became of the item that a resolution asked for, or that its item was merged into. */
export function createResolutionConsumers(foundation: Foundation): Consumer[] {
  const { kept } = createKeeping(foundation);

  async function hear(tx: Transaction, fact: ItemFact, itemId: string, resolutionId: string): Promise<void> {
    const resolutions = tx.manager.getRepository(ResolutionEntity);
    const known = await resolutions.findOneBy({ id: resolutionId });
    if (!known) throw referenceUnknown('source', resolutionId);
    const meeting = await lockMeeting(tx, known.meetingId);
    const row = await resolutions.findOneByOrFail({ id: known.id });
    const due = reaction(row, fact, itemId);
    if (due) {
      await foundation.office.actAsSystem(
        tx,
        { ...resolutionRow, row, action: due.action },
        kept((resolution, act) => follow(resolution, act, due.itemId)),
      );
    }
    await closeIfDecided(foundation, tx, meeting);
  }

  const ofSource =
    (fact: ItemFact) =>
    async ({ data: { itemId, source } }: { data: ItemEvent }, tx: Transaction): Promise<void> => {
      if (source?.type === 'Resolution' && source.id) await hear(tx, fact, itemId, source.id);
    };

  /** What becomes of an item becomes of every resolution that it follows. */
  const ofAllFollowed =
    (fact: ItemFact) =>
    async (event: { data: ItemEvent }, tx: Transaction): Promise<void> => {
      const { itemId, source } = event.data;
      await ofSource(fact)(event, tx);
      const followed = await tx.manager
        .getRepository(ResolutionEntity)
        .find({ where: { itemId }, order: { id: 'ASC' } });
      for (const { id } of followed) if (id !== source?.id) await hear(tx, fact, itemId, id);
    };

  return [
    on(itemRegistered, ofSource('REGISTERED')),
    on(sourceFollowed, ofSource('REGISTERED')),
    on(itemRejected, ofSource('REJECTED')),
    on(itemMerged, ofSource('MERGED')),
    on(itemStruckOff, ofAllFollowed('STRUCK_OFF')),
    on(itemReopened, ofAllFollowed('REOPENED')),
  ];
}
