import { meetingClosed } from '@chengqi/schemas/events/meetings';
import { systemActor, type Transaction } from '@chengqi/service-kit';
import { ResolutionEntity } from '../resolutions/resolution.entity.ts';
import { isDecided } from '../resolutions/resolution.workflow.ts';
import { MeetingEntity } from './meeting.entity.ts';
import { meetingSubject } from './meeting.repository.ts';
import type { Meeting } from './meeting.ts';
import { meetingWorkflow } from './meeting.workflow.ts';

/**
 * MINUTED becomes CLOSED once every resolution has code, owner and a decision on its supervision. Whoever changes one of
 * these asks again, holding the meeting's row, because their events come from different topics in any order.
 */
export async function closeIfDecided(tx: Transaction, meeting: Meeting): Promise<Meeting> {
  if (meeting.status !== 'MINUTED') return meeting;
  const resolutions = await tx.manager.getRepository(ResolutionEntity).findBy({ meetingId: meeting.id });
  if (!resolutions.every(isDecided)) return meeting;
  const { to } = meetingWorkflow.permit(systemActor, await meetingSubject(tx.manager, meeting), 'CLOSE');
  const closed = await tx.update(MeetingEntity, meeting, { status: to });
  await tx.append(meetingClosed.create(closed, { meetingId: closed.id }));
  return closed;
}
