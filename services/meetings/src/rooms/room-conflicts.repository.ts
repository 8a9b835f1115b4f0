import type { Visibility } from '@chengqi/office-kernel';
import { refusal } from '@chengqi/service-kit';
import { type EntityManager, In } from 'typeorm';
import { overlap, overlapping } from './booking.workflow.ts';
import { QuarantinedBookingEntity, RoomEntity } from './room.entity.ts';
import { heldBetween } from './room.repository.ts';
import type { Room, RoomBooking } from './room.ts';

export interface RoomConflict {
  room: Room;
  bookingNo: string;
  otherBookingNo: string;
  quarantined: boolean;
}

/** Nobody goes through more of either at once. */
const mostBookings = 20_000;
const mostPairs = 500;

/**
 * Pairs of one room that overlap, buffer included: stored ones among each other, and stored ones with what was kept
 * aside. `rule` is over bookings `b`; a pair with one that it does not open is not told.
 * @throws DomainError LIMIT_EXCEEDED when more than 20,000 bookings touch the period
 */
export async function roomConflicts(
  manager: EntityManager,
  from: Date,
  to: Date,
  rule: Visibility,
): Promise<RoomConflict[]> {
  const stored = await heldBetween(manager, from, to, rule, mostBookings + 1);
  if (stored.length > mostBookings) throw tooMany();
  const aside = await manager
    .getRepository(QuarantinedBookingEntity)
    .createQueryBuilder('q')
    .where('q.heldUntil > :from AND q.startAt < :to', { from, to })
    .orderBy('q.bookingNo')
    .getMany();
  const pairs: { hold: RoomBooking; other: { bookingNo: string }; quarantined: boolean }[] = [];
  for (const pair of overlapping(stored)) {
    if (pairs.length === mostPairs) break;
    pairs.push({ ...pair, quarantined: false });
  }
  for (const other of aside) {
    const met = stored.filter((hold) => hold.roomId === other.roomId && overlap(hold, other));
    pairs.push(...met.slice(0, mostPairs - pairs.length).map((hold) => ({ hold, other, quarantined: true })));
  }
  const rooms = await manager
    .getRepository(RoomEntity)
    .findBy({ id: In([...new Set(pairs.map(({ hold }) => hold.roomId))]) });
  const roomOf = new Map(rooms.map((room) => [room.id, room]));
  return pairs.flatMap(({ hold, other, quarantined }) => {
    const room = roomOf.get(hold.roomId);
    return room ? [{ room, bookingNo: hold.bookingNo, otherBookingNo: other.bookingNo, quarantined }] : [];
  });
}

const tooMany = () =>
  refusal('LIMIT_EXCEEDED', {
    en: 'Too many bookings for one answer: ask for a shorter period.',
    zh: '该期间预订过多，请缩短查询期间。',
  });
