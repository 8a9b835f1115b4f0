import type { Office } from '@chengqi/office-kernel';
import { batch, batchMany, type Database, groupBy, type Request } from '@chengqi/service-kit';
import { type EntitySchema, In, type ObjectLiteral } from 'typeorm';
import { AgendaItemEntity, AttendeeEntity, MeetingEntity, RecordNoteEntity } from './meetings/meeting.entity.ts';
import { meetingAccess, meetingExtras } from './meetings/meeting.repository.ts';
import type { AgendaItem, Meeting, MeetingExtras, RecordNote } from './meetings/meeting.ts';
import { minutesAccess } from './minutes/minutes.commands.ts';
import { MinutesEntity } from './minutes/minutes.entity.ts';
import { ResolutionEntity } from './resolutions/resolution.entity.ts';
import { resolutionAccess } from './resolutions/resolutions.commands.ts';
import { bookingAccess } from './rooms/bookings.commands.ts';
import { RoomBookingEntity, RoomEntity } from './rooms/room.entity.ts';

export type Loaders = ReturnType<typeof createLoaders>;

type Row = ObjectLiteral & { id: string };
type Order<T> = Partial<Record<keyof T & string, 'ASC'>>;

/** One request's look-ups: visible objects by id, and the rows that belong to them, each level in one statement. */
export function createLoaders(request: Request, office: Office, db: Database) {
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

  /** Ids under a parent, in order; each is then read by its own rule and audited. */
  const idsBy = <T extends Row>(entity: EntitySchema<T>, key: keyof T & string, order: Order<T>) =>
    batchMany<string>(async (ids) => {
      const rows = await db.read.getRepository(entity).find({
        select: { id: true, [key]: true } as never,
        where: { [key]: In([...ids]) } as never,
        order: order as never,
      });
      return new Map(
        [...groupBy(rows, (row) => String(row[key]))].map(([parent, group]) => [parent, group.map(({ id }) => id)]),
      );
    });

  const loaders = {
    meetings: batch((ids) => office.readByIds(request, MeetingEntity, ids, meetingAccess)),
    resolutions: batch((ids) => office.readByIds(request, ResolutionEntity, ids, resolutionAccess)),
    minutes: batch((ids) => office.readByIds(request, MinutesEntity, ids, minutesAccess)),
    bookings: batch((ids) => office.readByIds(request, RoomBookingEntity, ids, bookingAccess)),
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
    resolutionIdsOf: idsBy(ResolutionEntity, 'meetingId', { code: 'ASC' }),
    bookingIdsOf: idsBy(RoomBookingEntity, 'meetingId', { startAt: 'ASC', id: 'ASC' }),
    minutesIdsOf: idsBy(MinutesEntity, 'meetingId', { id: 'ASC' }),
    minutesIdsOfDocument: idsBy(MinutesEntity, 'documentId', { id: 'ASC' }),
  };
  return loaders;
}

interface Loading<T> {
  load(id: string): Promise<T | null>;
  clear(id: string): unknown;
}

/** The object as it is after a command changed it; who may act may see. */
export async function reload<T>(loader: Loading<T>, id: string): Promise<T> {
  loader.clear(id);
  const row = await loader.load(id);
  if (row === null) throw new Error('what was changed went out of sight of who changed it');
  return row;
}

/** Those of the ids that the viewer may see, in their order. */
export async function loadVisible<T>(loader: Loading<T>, ids: readonly string[]): Promise<T[]> {
  const rows = await Promise.all(ids.map((id) => loader.load(id)));
  return rows.filter((row) => row !== null);
}

/** For what a stored row points to and cannot be absent. */
export async function existing<T>(loading: Promise<T | null>): Promise<T> {
  const row = await loading;
  if (row === null) throw new Error('a stored reference leads nowhere');
  return row;
}
