import {
  itemMerged,
  itemRegistered,
  itemRejected,
  itemReopened,
  itemStruckOff,
} from '@chengqi/schemas/events/supervision';
import { type Consumer, on, referenceUnknown, systemActor, type Transaction } from '@chengqi/service-kit';
import { closeIfDecided } from '../meetings/closing.ts';
import { lockMeeting } from '../meetings/meeting.repository.ts';
import { ResolutionEntity } from './resolution.entity.ts';
import { type ItemFact, reaction, resolutionWorkflow } from './resolution.workflow.ts';

interface ItemEvent {
  readonly itemId: string;
  readonly source: { readonly type: string; readonly id?: string | null } | null;
}

/** Supervision tells what became of the item that a resolution asked for. */
export const createResolutionConsumers = (): Consumer[] => [
  on(itemRegistered, ({ data }, tx) => hear(tx, 'REGISTERED', data)),
  on(itemRejected, ({ data }, tx) => hear(tx, 'REJECTED', data)),
  on(itemMerged, ({ data }, tx) => hear(tx, 'MERGED', data)),
  on(itemStruckOff, ({ data }, tx) => hear(tx, 'STRUCK_OFF', data)),
  on(itemReopened, ({ data }, tx) => hear(tx, 'REOPENED', data)),
];

async function hear(tx: Transaction, fact: ItemFact, { itemId, source }: ItemEvent): Promise<void> {
  if (source?.type !== 'Resolution' || !source.id) return;
  const resolutions = tx.manager.getRepository(ResolutionEntity);
  const known = await resolutions.findOneBy({ id: source.id });
  if (!known) throw referenceUnknown('source', source.id);
  const meeting = await lockMeeting(tx, known.meetingId);
  const resolution = await resolutions.findOneByOrFail({ id: known.id });
  const due = reaction(resolution, fact, itemId);
  if (due) {
    const subject = { ...resolution, chairId: meeting.chairId, meetingStatus: meeting.status };
    const { to } = resolutionWorkflow.permit(systemActor, subject, due.action);
    await tx.update(ResolutionEntity, resolution, { status: to, itemId: due.itemId });
  }
  await closeIfDecided(tx, meeting);
}
