import type { Visibility } from '@chengqi/office-kernel';
import { containing, referenceUnknown, type Transaction } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import type { RoomBookingFilter, RoomFilter } from '../generated/graphql.ts';
import { MeetingEntity } from '../meetings/meeting.entity.ts';
import { type BookingSubject, bookingAccess, joinBooking, released } from './booking.workflow.ts';
import { RoomBookingEntity, RoomEntity } from './room.entity.ts';
import type { Room, RoomBooking } from './room.ts';

/**
 * MTG-1: bookings of one room happen one after the other, because each writes the room's row first. On MySQL that
 * write holds the row until the commit and READ COMMITTED then shows what the predecessor stored; SQLite has one writer.
 */
export async function lockRoom(manager: EntityManager, id: string): Promise<Room> {
  await manager
    .createQueryBuilder()
    .update(RoomEntity)
    .set({ bookingSerial: () => 'booking_serial + 1' })
    .where('id = :id', { id })
    .execute();
  const room = await manager.getRepository(RoomEntity).findOneBy({ id });
  if (!room) throw referenceUnknown('roomId', id, false);
  return room;
}

/** Bookings that hold the room somewhere in [startAt, heldUntil); call it only after `lockRoom`. */
export const conflicting = (
  manager: EntityManager,
  { id, roomId, startAt, heldUntil }: Pick<RoomBooking, 'id' | 'roomId' | 'startAt' | 'heldUntil'>,
): Promise<RoomBooking[]> =>
  manager
    .getRepository(RoomBookingEntity)
    .createQueryBuilder('b')
    .where('b.roomId = :roomId AND b.heldUntil > :startAt AND b.startAt < :heldUntil AND b.id <> :id', {
      id,
      roomId,
      startAt,
      heldUntil,
    })
    .andWhere('b.status NOT IN (:...released)', { released })
    .orderBy('b.startAt')
    .getMany();

/** Rooms that are large enough and that no booking holds in [from, to + their buffer). */
export async function freeRooms(
  manager: EntityManager,
  { from, to, capacity, features }: { from: Date; to: Date; capacity: number; features: readonly string[] },
): Promise<Room[]> {
  const rooms = await manager
    .getRepository(RoomEntity)
    .createQueryBuilder('r')
    .where('r.bookable = :yes AND r.capacity >= :capacity', { yes: true, capacity })
    .orderBy('r.capacity')
    .addOrderBy('r.code')
    .getMany();
  const fitting = rooms.filter((room) => features.every((feature) => room.features.includes(feature)));
  if (fitting.length === 0) return [];
  const longestBuffer = Math.max(...fitting.map((room) => room.bufferMinutes));
  const holds = await manager
    .getRepository(RoomBookingEntity)
    .createQueryBuilder('b')
    .where('b.roomId IN (:...rooms) AND b.heldUntil > :from AND b.startAt < :to', {
      rooms: fitting.map((room) => room.id),
      from,
      to: new Date(to.getTime() + longestBuffer * 60_000),
    })
    .andWhere('b.status NOT IN (:...released)', { released })
    .getMany();
  return fitting
    .filter(
      (room) =>
        !holds.some(
          (hold) => hold.roomId === room.id && hold.startAt.getTime() < to.getTime() + room.bufferMinutes * 60_000,
        ),
    )
    .slice(0, 100);
}

/** Bookings serving these meetings that still hold a room, whoever may see them. */
export async function roomsOfMeetings(manager: EntityManager, meetingIds: readonly string[]): Promise<RoomBooking[]> {
  if (meetingIds.length === 0) return [];
  return manager
    .getRepository(RoomBookingEntity)
    .createQueryBuilder('b')
    .where('b.meetingId IN (:...meetingIds) AND b.status NOT IN (:...released)', { meetingIds, released })
    .orderBy('b.startAt')
    .getMany();
}

/** Stored bookings of every room that hold it somewhere in [from, to), cancelled ones left out. */
export const heldBetween = (
  manager: EntityManager,
  from: Date,
  to: Date,
  { sql, params }: Visibility,
  most: number,
): Promise<RoomBooking[]> =>
  manager
    .getRepository(RoomBookingEntity)
    .createQueryBuilder('b')
    .where('b.heldUntil > :from AND b.startAt < :to AND b.status NOT IN (:...released)', { from, to, released })
    .andWhere(sql, params)
    .orderBy('b.roomId')
    .addOrderBy('b.startAt')
    .addOrderBy('b.bookingNo')
    .take(most)
    .getMany();

/** Bookings as acts take them: the table sees who may decide on it. */
export const bookingRow = {
  entity: RoomBookingEntity,
  access: bookingAccess,
  subject: async (booking: RoomBooking, { manager }: Transaction): Promise<BookingSubject> => {
    const { roomId, meetingId } = booking;
    const room = await manager.getRepository(RoomEntity).findOneByOrFail({ id: roomId });
    const meeting = meetingId === null ? null : await manager.getRepository(MeetingEntity).findOneBy({ id: meetingId });
    return joinBooking(booking, room, meeting);
  },
} as const;

export function roomsWhere(manager: EntityManager, { siteId, capacity, features }: RoomFilter) {
  const query = manager.getRepository(RoomEntity).createQueryBuilder('r');
  if (siteId) query.andWhere('r.siteId = :siteId', { siteId });
  if (capacity) query.andWhere('r.capacity >= :capacity', { capacity });
  for (const [index, feature] of (features ?? []).slice(0, 10).entries()) {
    const named = { [`feature${index}`]: containing(JSON.stringify(feature)) };
    query.andWhere(`r.features LIKE :feature${index} ESCAPE '!'`, named);
  }
  return query;
}

/** For lists; `mine` are those that the person made. */
export function bookingsWhere(manager: EntityManager, where: RoomBookingFilter, personId: string | null) {
  const query = manager.getRepository(RoomBookingEntity).createQueryBuilder('b');
  if (where.roomId) query.andWhere('b.roomId = :roomId', { roomId: where.roomId });
  if (where.meetingId) query.andWhere('b.meetingId = :meetingId', { meetingId: where.meetingId });
  if (where.orgId) query.andWhere('b.ownerOrgId = :orgId', { orgId: where.orgId });
  if (where.state) query.andWhere('b.status = :state', { state: where.state });
  if (where.start?.gte) query.andWhere('b.startAt >= :gte', { gte: where.start.gte });
  if (where.start?.lt) query.andWhere('b.startAt < :lt', { lt: where.start.lt });
  if (where.mine) query.andWhere('b.bookedById = :me', { me: personId });
  return query;
}
