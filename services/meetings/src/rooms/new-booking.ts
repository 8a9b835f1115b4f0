import type { Meeting } from '../meetings/meeting.ts';
import type { Room, RoomBooking } from './room.ts';

export const firstStatus = (room: Room) => (room.approvalNeeded ? 'REQUESTED' : 'CONFIRMED');

/** What a booking has before anybody decided on it. */
export const blankBooking = (id: string, room: Room, at: Date) =>
  ({
    id,
    status: firstStatus(room),
    version: 1,
    createdAt: at,
    updatedAt: at,
    roomId: room.id,
    checkedInAt: null,
    decidedById: null,
    reason: null,
    imported: false,
  }) as const;

/** Who may see a booking: its people, and at INTERNAL the organisation that runs the room. */
export function partiesOf(booking: RoomBooking, room: Room, meeting: Meeting | null) {
  const people = [booking.bookedById, room.approverId, meeting?.secretaryId, meeting?.organizerId, meeting?.chairId];
  const known = [...new Set(people.filter((id) => id != null && id !== ''))] as string[];
  const parties = known.map((partyId) => ({ partyId, relation: 'booking' }));
  return booking.secrecyLevel !== 'INTERNAL' ? parties : [...parties, { partyId: room.ownerOrgId, relation: 'room' }];
}
