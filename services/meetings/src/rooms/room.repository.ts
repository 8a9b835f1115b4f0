import { referenceUnknown } from '@chengqi/service-kit';
import type { EntityManager } from 'typeorm';
import { released } from './booking.workflow.ts';
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
  if (!room) throw referenceUnknown('roomId', id);
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
export const heldBetween = (manager: EntityManager, from: Date, to: Date): Promise<RoomBooking[]> =>
  manager
    .getRepository(RoomBookingEntity)
    .createQueryBuilder('b')
    .where('b.heldUntil > :from AND b.startAt < :to AND b.status NOT IN (:...released)', { from, to, released })
    .orderBy('b.roomId')
    .addOrderBy('b.startAt')
    .addOrderBy('b.bookingNo')
    .take(20_000)
    .getMany();
