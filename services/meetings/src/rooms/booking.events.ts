import { roomBookingEnded } from '@chengqi/schemas/events/meetings';
import { checkInMinutes, type RoomBooking } from './room.ts';

/** When the room is given up for a booking to which nobody came, whenever the clock looks at it. */
const givenUpAt = ({ startAt }: RoomBooking) => new Date(startAt.getTime() + checkInMinutes * 60_000);

/** That a booking is over and how; nothing of one that is not, or that was given back before. */
export function endedEvents(booking: RoomBooking) {
  const { status: outcome, startAt } = booking;
  if (outcome !== 'FINISHED' && outcome !== 'NO_SHOW') return [];
  const endAt = outcome === 'FINISHED' ? booking.endAt : givenUpAt(booking);
  const span = { startAt: startAt.toISOString(), endAt: endAt.toISOString() };
  return [roomBookingEnded.create(booking, { bookingId: booking.id, ...span, outcome })];
}
