import type { Foundation } from '@chengqi/office-kernel';
import type { Transaction } from '@chengqi/service-kit';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import type { Resolution } from '../resolutions/resolution.ts';
import { isDecided } from '../resolutions/resolution.workflow.ts';
import { meetingRow } from './meeting.repository.ts';
import type { Meeting } from './meeting.ts';
import { close } from './meeting-acts.workflow.ts';

/**
 * MINUTED becomes CLOSED once every resolution has code, owner and a decision on its supervision. Whoever changes one of
 * these asks again, holding the meeting's row, because their events come from different topics in any order.
 * @param decided a resolution as the act that asks is about to store it
 */
export async function closeIfDecided(
  { office }: Foundation,
  tx: Transaction,
  meeting: Meeting,
  decided?: Resolution,
): Promise<void> {
  if (meeting.status !== 'MINUTED') return;
  const stored = await tx.manager.getRepository(ResolutionEntity).findBy({ meetingId: meeting.id });
  const resolutions = stored.map((resolution) => (resolution.id === decided?.id ? decided : resolution));
  if (!resolutions.every(isDecided)) return;
  await office.actAsSystem(tx, { ...meetingRow, row: meeting, action: 'CLOSE' }, close);
}
