import { documentIssued, minutesRefused } from '@chengqi/schemas/events/documents';
import { type Consumer, on, referenceUnknown, systemActor, type Transaction } from '@chengqi/service-kit';
import { closeIfDecided } from '../meetings/closing.ts';
import { MeetingEntity } from '../meetings/meeting.entity.ts';
import { lockMeeting, meetingSubject } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { meetingWorkflow } from '../meetings/meeting.workflow.ts';
import { joinMinutes } from './minutes.commands.ts';
import { MinutesEntity } from './minutes.entity.ts';
import type { Minutes } from './minutes.ts';
import { minutesWorkflow } from './minutes.workflow.ts';

/** Documents answers the signature: the minutes were issued, or refused with a reason. */
export const createMinutesConsumers = (): Consumer[] => [
  on(documentIssued, async ({ data: { documentId, origin } }, tx) => {
    if (origin?.type === 'Minutes' && origin.id) await issue(tx, origin.id, documentId);
  }),
  on(minutesRefused, ({ data: { minutesId, reason } }, tx) => refuse(tx, minutesId, reason)),
];

async function load(tx: Transaction, id: string): Promise<{ minutes: Minutes; meeting: Meeting }> {
  const rows = tx.manager.getRepository(MinutesEntity);
  const known = await rows.findOneBy({ id });
  if (!known) throw referenceUnknown('minutesId', id);
  const meeting = await lockMeeting(tx, known.meetingId);
  return { meeting, minutes: await rows.findOneByOrFail({ id }) };
}

async function issue(tx: Transaction, minutesId: string, documentId: string): Promise<void> {
  const { minutes, meeting } = await load(tx, minutesId);
  if (minutes.status === 'ISSUED') return;
  const { to } = minutesWorkflow.permit(systemActor, joinMinutes(minutes, meeting), 'ISSUE');
  await tx.update(MinutesEntity, minutes, { status: to, documentId });
  const step = meetingWorkflow.permit(systemActor, await meetingSubject(tx.manager, meeting), 'MINUTE');
  await closeIfDecided(tx, await tx.update(MeetingEntity, meeting, { status: step.to }));
}

async function refuse(tx: Transaction, minutesId: string, reason: string | null): Promise<void> {
  const { minutes, meeting } = await load(tx, minutesId);
  if (minutes.status !== 'SIGNED') return;
  const { to } = minutesWorkflow.permit(systemActor, joinMinutes(minutes, meeting), 'REFUSE');
  await tx.update(MinutesEntity, minutes, { status: to, returnReason: reason, signerId: null, signedAt: null });
}
