import type { Foundation } from '@chengqi/office-kernel';
import { documentIssued, minutesRefused } from '@chengqi/schemas/events/documents';
import { type Consumer, on, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import { createKeeping } from '../deadlines/keeping.commands.ts';
import { limitsOfMeeting } from '../deadlines/meeting-deadlines.ts';
import { closeIfDecided } from '../meetings/closing.commands.ts';
import { lockMeeting, meetingRow } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { minute } from '../meetings/meeting-acts.workflow.ts';
import { MinutesEntity } from './minutes.entity.ts';
import { minutesRow } from './minutes.repository.ts';
import type { Minutes } from './minutes.ts';
import { issue, refuse } from './minutes.workflow.ts';

/** Documents answers the signature: the minutes were issued, or refused with a reason. */
export function createMinutesConsumers(foundation: Foundation): Consumer[] {
  const { office } = foundation;
  const { keepMeetings } = createKeeping(foundation);
  return [
    on(documentIssued, async ({ data: { documentId, origin } }, tx) => {
      if (origin?.type !== 'Minutes' || !origin.id) return;
      const { row, meeting } = await held(tx, origin.id);
      if (row.status === 'ISSUED') return;
      await office.actAsSystem(tx, { ...minutesRow, row, action: 'ISSUE' }, (minutes, act) =>
        issue(minutes, act, documentId),
      );
      const days = await office.calendar.days();
      const [limit] = limitsOfMeeting(meeting, days, tx.now);
      const minuted = await office.actAsSystem(tx, { ...meetingRow, row: meeting, action: 'MINUTE' }, (subject, act) =>
        minute(subject, act, limit?.dueAt ?? null),
      );
      await keepMeetings(tx, [minuted], days);
      await closeIfDecided(foundation, tx, minuted);
    }),
    on(minutesRefused, async ({ data: { minutesId, reason } }, tx) => {
      const { row } = await held(tx, minutesId);
      if (row.status !== 'SIGNED') return;
      await office.actAsSystem(tx, { ...minutesRow, row, action: 'REFUSE' }, (minutes, act) =>
        refuse(minutes, act, reason),
      );
    }),
  ];
}

async function held(tx: Transaction, id: string): Promise<{ row: Minutes; meeting: Meeting }> {
  const rows = tx.manager.getRepository(MinutesEntity);
  const known = await rows.findOneBy({ id });
  if (!known) throw referenceUnknown('minutesId', id);
  const meeting = await lockMeeting(tx, known.meetingId);
  return { meeting, row: await rows.findOneByOrFail({ id }) };
}
