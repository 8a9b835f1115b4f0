import type { Foundation, StoredDeadline } from '@chengqi/office-kernel';
import { batch, batchMany, groupBy, type Request } from '@chengqi/service-kit';
import { type EntitySchema, In, type ObjectLiteral } from 'typeorm';
import { AgendaItemEntity, AttendeeEntity, MeetingEntity, RecordNoteEntity } from './meetings/meeting.entity.ts';
import { meetingExtras } from './meetings/meeting.repository.ts';
import type { AgendaItem, Meeting, MeetingExtras, RecordNote } from './meetings/meeting.ts';
import { meetingAccess } from './meetings/meeting.workflow.ts';
import { createPersonCalendars } from './meetings/person-calendar.repository.ts';
import { MinutesEntity } from './minutes/minutes.entity.ts';
import { minutesAccess } from './minutes/minutes.workflow.ts';
import { ResolutionEntity } from './resolutions/resolution.entity.ts';
import { resolutionAccess } from './resolutions/resolution.workflow.ts';
import { bookingAccess } from './rooms/booking.workflow.ts';
import { RoomBookingEntity, RoomEntity } from './rooms/room.entity.ts';

export type Loaders = ReturnType<typeof createLoaders>;

type Row = ObjectLiteral & { id: string };
type Order<T> = Partial<Record<keyof T & string, 'ASC'>>;

/** One request's look-ups: visible objects by id, and the rows that belong to them, each level in one statement. */
export function createLoaders(request: Request, foundation: Foundation) {
  const { kit, office } = foundation;
  const { db } = kit;
  const byId = <T extends Row>(entity: EntitySchema<T>) =>
    batch<T>(async (ids) => new Map((await find(entity, 'id' as keyof T & string, ids)).map((row) => [row.id, row])));

  const find = <T extends Row>(
    entity: EntitySchema<T>,
    key: keyof T & string,
    ids: readonly string[],
    order: Order<T> = {},
  ) => db.read.getRepository(entity).find({ where: { [key]: In([...ids]) } as never, order: order as never });

  /** Rows of a visible parent; they have no read rule of their own. */
  const listBy = <T extends Row>(entity: EntitySchema<T>, key: keyof T & string, order: Order<T>) =>
    batchMany<T>(async (ids) => groupBy(await find(entity, key, ids, order), (row) => String(row[key])));

  /** Rows under a parent, in order; each is read by its own rule and audited. */
  const visibleBy = <T extends Row>(
    entity: EntitySchema<T>,
    key: keyof T & string,
    order: Order<T>,
    visible: { load(id: string): Promise<T | null> },
  ) =>
    batchMany<T>(async (parents) => {
      const rows = await db.read.getRepository(entity).find({
        select: { id: true } as never,
        where: { [key]: In([...parents]) } as never,
        order: order as never,
      });
      const seen = await Promise.all(rows.map(({ id }) => visible.load(id)));
      return groupBy(
        seen.filter((row) => row !== null),
        (row) => String(row[key]),
      );
    });

  const resolutions = batch((ids) => office.readByIds(request, ResolutionEntity, ids, resolutionAccess));
  const minutes = batch((ids) => office.readByIds(request, MinutesEntity, ids, minutesAccess));
  const bookings = batch((ids) => office.readByIds(request, RoomBookingEntity, ids, bookingAccess));

  return {
    meetings: batch((ids) => office.readByIds(request, MeetingEntity, ids, meetingAccess)),
    resolutions,
    minutes,
    bookings,
    deadlines: batchMany<StoredDeadline>((ids) => office.deadlines.ofSubjects(db.read, ids)),
    rooms: byId(RoomEntity),
    roomsOfSite: listBy(RoomEntity, 'siteId', { code: 'ASC' }),
    attendees: byId(AttendeeEntity),
    attendeesOf: listBy(AttendeeEntity, 'meetingId', { position: 'ASC', id: 'ASC' }),
    agendaItems: byId<AgendaItem>(AgendaItemEntity),
    agendaOf: listBy(AgendaItemEntity, 'meetingId', { number: 'ASC' }),
    notesOf: listBy<RecordNote>(RecordNoteEntity, 'meetingId', { at: 'ASC', id: 'ASC' }),
    /** For workflow tables only: never answer these rows to a viewer. */
    meetingRows: byId<Meeting>(MeetingEntity),
    extras: batch<MeetingExtras>((ids) => meetingExtras(db.read, ids)),
    resolutionsOf: visibleBy(ResolutionEntity, 'meetingId', { code: 'ASC' }, resolutions),
    bookingsOf: visibleBy(RoomBookingEntity, 'meetingId', { startAt: 'ASC', id: 'ASC' }, bookings),
    minutesOf: visibleBy(MinutesEntity, 'meetingId', { id: 'ASC' }, minutes),
    minutesOfDocument: visibleBy(MinutesEntity, 'documentId', { id: 'ASC' }, minutes),
    calendarOf: createPersonCalendars(request, foundation),
  };
}
