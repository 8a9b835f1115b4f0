import { groupBy, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { minutesWorkflow } from '../minutes/minutes.workflow.ts';
import { resolutionWorkflow } from '../resolutions/resolution.workflow.ts';
import { RoomEntity } from '../rooms/room.entity.ts';
import { roomsOfMeetings } from '../rooms/room.repository.ts';
import { AgendaItemEntity, AttendeeEntity, MeetingEntity } from './meeting.entity.ts';
import type { Meeting, MeetingExtras, MeetingSubject } from './meeting.ts';
import { meetingWorkflow } from './meeting.workflow.ts';

/** Who acts on the minutes or a resolution of a classified meeting has to see the meeting itself. */
export const meetingRoles = [
  ...new Set([...meetingWorkflow.roles, ...minutesWorkflow.roles, ...resolutionWorkflow.roles]),
];
export const meetingAccess = { type: 'Meeting', roles: meetingRoles } as const;

/** Everything that changes what a meeting's closing depends on holds its row first, so that two such changes see each other. */
export async function lockMeeting(tx: Transaction, id: string): Promise<Meeting> {
  const query = tx.manager.getRepository(MeetingEntity).createQueryBuilder('m').where('m.id = :id', { id });
  if (tx.manager.connection.options.type === 'mysql') query.setLock('pessimistic_write');
  return query.getOneOrFail();
}

const byMeeting = <T extends { meetingId: string }>(rows: readonly T[]) => groupBy(rows, (row) => row.meetingId);

/** What the guards of these meetings look at, in a fixed number of statements. */
export async function meetingExtras(
  manager: EntityManager,
  ids: readonly string[],
): Promise<Map<string, MeetingExtras>> {
  const meetingId = In([...ids]);
  const agenda = byMeeting(
    await manager.getRepository(AgendaItemEntity).find({ where: { meetingId }, order: { number: 'ASC' } }),
  );
  const bookings = await roomsOfMeetings(manager, ids);
  const rooms = await manager
    .getRepository(RoomEntity)
    .findBy({ id: In([...new Set(bookings.map(({ roomId }) => roomId))]) });
  const classified = new Set(rooms.filter(({ features }) => features.includes('CLASSIFIED_OK')).map(({ id }) => id));
  const signedIn = await manager.getRepository(AttendeeEntity).find({
    select: { id: true, meetingId: true },
    where: { meetingId, signInAt: Not(IsNull()) },
  });
  const present = byMeeting(signedIn);
  return new Map(
    ids.map((id) => [
      id,
      {
        agenda: agenda.get(id) ?? [],
        rooms: bookings
          .filter((booking) => booking.meetingId === id)
          .map(({ status, roomId }) => ({ status, classifiedOk: classified.has(roomId) })),
        present: present.get(id)?.length ?? 0,
      },
    ]),
  );
}

/** A meeting with what its guards look at. */
export async function meetingSubject(manager: EntityManager, meeting: Meeting): Promise<MeetingSubject> {
  const extras = await meetingExtras(manager, [meeting.id]);
  return { agenda: [], rooms: [], present: 0, ...extras.get(meeting.id), ...meeting };
}
