import { type Among, amongTallied } from '@chengqi/office-kernel';
import { groupBy, held, type Transaction } from '@chengqi/service-kit';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import type { MeetingDimension, MeetingFilter } from '../generated/graphql.ts';
import { RoomEntity } from '../rooms/room.entity.ts';
import { roomsOfMeetings } from '../rooms/room.repository.ts';
import { AgendaItemEntity, AttendeeEntity, MeetingEntity } from './meeting.entity.ts';
import type { Meeting, MeetingExtras, MeetingSubject } from './meeting.ts';
import { meetingAccess } from './meeting.workflow.ts';

/** Everything that changes what a meeting's closing depends on holds its row first, so that two such changes see each other. */
export const lockMeeting = (tx: Transaction, id: string): Promise<Meeting> =>
  held(tx.manager.getRepository(MeetingEntity).createQueryBuilder('m').where('m.id = :id', { id })).getOneOrFail();

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

/** Meetings as acts take them: the table sees what its guards look at. */
export const meetingRow = {
  entity: MeetingEntity,
  access: meetingAccess,
  subject: async (meeting: Meeting, { manager }: Transaction): Promise<MeetingSubject> => {
    const extras = await meetingExtras(manager, [meeting.id]);
    return { agenda: [], rooms: [], present: 0, ...extras.get(meeting.id), ...meeting };
  },
} as const;

/** Live ones that wait for their minutes. */
export const endedMeetings = (manager: EntityManager) =>
  manager
    .getRepository(MeetingEntity)
    .createQueryBuilder('m')
    .where('m.imported = :imported AND m.status IN (:...ended)', { imported: false, ended: ['ENDED', 'RECORDED'] });

/** The meeting that a row names, seen or not: for transition tables. */
export const meetingOf = (manager: EntityManager, id: string): Promise<Meeting> =>
  manager.getRepository(MeetingEntity).findOneByOrFail({ id });

/** Each way to have a part is looked up by an index; an OR of them would read every meeting. */
const withAPart = ['chair_id', 'secretary_id', 'organizer_id']
  .map((part) => `SELECT id FROM meetings WHERE ${part} = :me`)
  .concat('SELECT meeting_id FROM attendees WHERE person_id = :me')
  .join(' UNION ');

/** By what meetings are counted: a column of theirs. */
export const meetingDimensions = {
  STATE: 'status',
  TYPE: 'type',
  ORG: 'ownerOrgId',
} as const satisfies Record<MeetingDimension, keyof Meeting>;

/** What meetings are tallied by, beside owner and level. */
export const talliedMeetings = ['status', 'type'] as const satisfies readonly (keyof Meeting)[];

/** The filter as values of what is tallied; null when it asks for more. */
export function amongMeetings({
  organizerOrgId,
  type,
  state,
  states,
  ...others
}: MeetingFilter): Among<Meeting> | null {
  const values: Among<Meeting> = {
    status: state ? (states ?? [state]).filter((each) => each === state) : states,
    type: type ? [type] : null,
    ownerOrgId: organizerOrgId ? [organizerOrgId] : null,
  };
  return amongTallied(values, others);
}

/** For lists; `mine` are those in which the person has a part. */
export function meetingsWhere(manager: EntityManager, where: MeetingFilter, personId: string | null) {
  const query = manager.getRepository(MeetingEntity).createQueryBuilder('m');
  if (where.start?.gte) query.andWhere('m.startAt >= :gte', { gte: where.start.gte });
  if (where.start?.lt) query.andWhere('m.startAt < :lt', { lt: where.start.lt });
  if (where.organizerOrgId) query.andWhere('m.ownerOrgId = :org', { org: where.organizerOrgId });
  if (where.type) query.andWhere('m.type = :type', { type: where.type });
  if (where.state) query.andWhere('m.status = :state', { state: where.state });
  const { states } = where;
  if (states) query.andWhere(states.length > 0 ? 'm.status IN (:...states)' : '1 = 0', { states });
  if (where.mine) {
    query.andWhere(`m.id IN (SELECT mine.id FROM (${withAPart}) mine)`, { me: personId });
  }
  return query;
}
