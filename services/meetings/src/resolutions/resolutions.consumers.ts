import type { Foundation } from '@chengqi/office-kernel';
import {
  itemMerged,
  itemRegistered,
  itemRejected,
  itemReopened,
  itemStruckOff,
} from '@chengqi/schemas/events/supervision';
import { type Consumer, on, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { closeIfDecided } from '../meetings/closing.commands.ts';
import { lockMeeting } from '../meetings/meeting.repository.ts';
import { ResolutionEntity } from './resolution.entity.ts';
import { resolutionRow } from './resolution.repository.ts';
import { follow, type ItemFact, reaction } from './resolution.workflow.ts';

interface ItemEvent {
  readonly itemId: string;
  readonly source: { readonly type: string; readonly id?: string | null } | null;
}

/** Supervision tells what became of the item that a resolution asked for. */
export function createResolutionConsumers(foundation: Foundation): Consumer[] {
  async function hear(tx: Transaction, fact: ItemFact, { itemId, source }: ItemEvent): Promise<void> {
    if (source?.type !== 'Resolution' || !source.id) return;
    const resolutions = tx.manager.getRepository(ResolutionEntity);
    const known = await resolutions.findOneBy({ id: source.id });
    if (!known) throw referenceUnknown('source', source.id);
    const meeting = await lockMeeting(tx, known.meetingId);
    const row = await resolutions.findOneByOrFail({ id: known.id });
    const due = reaction(row, fact, itemId);
    if (due) {
      await foundation.office.actAsSystem(tx, { ...resolutionRow, row, action: due.action }, (resolution, act) =>
        follow(resolution, act, due.itemId),
      );
    }
    await closeIfDecided(foundation, tx, meeting);
  }

  return [
    on(itemRegistered, ({ data }, tx) => hear(tx, 'REGISTERED', data)),
    on(itemRejected, ({ data }, tx) => hear(tx, 'REJECTED', data)),
    on(itemMerged, ({ data }, tx) => hear(tx, 'MERGED', data)),
    on(itemStruckOff, ({ data }, tx) => hear(tx, 'STRUCK_OFF', data)),
    on(itemReopened, ({ data }, tx) => hear(tx, 'REOPENED', data)),
  ];
}
