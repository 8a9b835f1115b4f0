import { type EntityManager, In } from 'typeorm';
import { AttendeeEntity } from '../meetings/meeting.entity.ts';
import type { Attendee } from '../meetings/meeting.ts';
import type { Seat } from './turnout.ts';

/** Who was to come to these meetings, and who came. */
export const seatsOf = (
  manager: EntityManager,
  meetingIds: readonly string[],
): Promise<(Seat & Pick<Attendee, 'meetingId'>)[]> =>
  manager.getRepository(AttendeeEntity).find({
    select: {
      ...{ id: true, meetingId: true, personId: true, role: true },
      ...{ partstat: true, delegateToId: true, signInAt: true },
    },
    where: { meetingId: In([...meetingIds]) },
  });
