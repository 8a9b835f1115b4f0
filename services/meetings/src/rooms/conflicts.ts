import { column } from '@chengqi/service-kit';
import { type EntityManager, EntitySchema, In } from 'typeorm';
import { overlap } from './booking.workflow.ts';
import { RoomEntity } from './room.entity.ts';
import { heldBetween } from './room.repository.ts';
import type { Room, RoomBooking } from './room.ts';

/** An imported booking that overlapped a stored one: kept aside for a person to decide, holding nothing (MTG-1). */
export interface QuarantinedBooking {
  id: string;
  bookingNo: string;
  roomId: string;
  startAt: Date;
  heldUntil: Date;
}

export const QuarantinedBookingEntity = new EntitySchema<QuarantinedBooking>({
  name: 'QuarantinedBooking',
  tableName: 'quarantined_booking',
  columns: {
    id: column.id(),
    bookingNo: column.code('booking_no', 64),
    roomId: column.ref('room_id'),
    startAt: column.instant('start_at'),
    heldUntil: column.instant('held_until'),
  },
  indices: [
    { name: 'quarantined_booking_no', columns: ['bookingNo'], unique: true },
    { name: 'quarantined_booking_held', columns: ['heldUntil', 'startAt'] },
  ],
});

export interface RoomConflict {
  room: Room;
  bookingNo: string;
  otherBookingNo: string;
  quarantined: boolean;
}

type Hold = Pick<RoomBooking, 'bookingNo' | 'roomId' | 'startAt' | 'heldUntil'>;

/** Pairs of one room that overlap, buffer included: stored ones among each other, and stored ones with what was kept aside. */
export async function roomConflicts(manager: EntityManager, from: Date, to: Date): Promise<RoomConflict[]> {
  const stored = await heldBetween(manager, from, to);
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

/** Holds come sorted by room and start, so each is compared only with those that begin before it ends. */
export function overlapping<T extends Hold>(holds: readonly T[]): { hold: T; other: T }[] {
  return holds.flatMap((hold, index) => {
    const pairs: { hold: T; other: T }[] = [];
    for (const other of holds.slice(index + 1)) {
      if (other.roomId !== hold.roomId || other.startAt >= hold.heldUntil) break;
      if (overlap(hold, other)) pairs.push({ hold, other });
    }
    return pairs;
  });
}
