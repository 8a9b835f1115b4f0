import type { Visibility } from '@chengqi/office-kernel';
import { type EntityManager, In } from 'typeorm';
import { overlap, overlapping } from './booking.workflow.ts';
import { QuarantinedBookingEntity, RoomEntity } from './room.entity.ts';
import { heldBetween } from './room.repository.ts';
import type { Room } from './room.ts';

export interface RoomConflict {
  room: Room;
  bookingNo: string;
  otherBookingNo: string;
  quarantined: boolean;
}

/**
 * Pairs of one room that overlap, buffer included: stored ones among each other, and stored ones with what was kept
 * aside. `rule` is over bookings `b`; a pair with one that it does not open is not told.
 */
export async function roomConflicts(
  manager: EntityManager,
  from: Date,
  to: Date,
  rule: Visibility,
): Promise<RoomConflict[]> {
  const stored = await heldBetween(manager, from, to, rule);
  const aside = await manager
    .getRepository(QuarantinedBookingEntity)
    .createQueryBuilder('q')
    .where('q.heldUntil > :from AND q.startAt < :to', { from, to })
    .orderBy('q.bookingNo')
    .getMany();
  const pairs = [
    ...overlapping(stored).map((pair) => ({ ...pair, quarantined: false })),
    ...aside.flatMap((other) =>
      stored
        .filter((hold) => hold.roomId === other.roomId && overlap(hold, other))
        .map((hold) => ({ hold, other, quarantined: true })),
    ),
  ];
  const rooms = await manager
    .getRepository(RoomEntity)
    .findBy({ id: In([...new Set(pairs.map(({ hold }) => hold.roomId))]) });
  const roomOf = new Map(rooms.map((room) => [room.id, room]));
  return pairs.flatMap(({ hold, other, quarantined }) => {
    const room = roomOf.get(hold.roomId);
    return room ? [{ room, bookingNo: hold.bookingNo, otherBookingNo: other.bookingNo, quarantined }] : [];
  });
}
