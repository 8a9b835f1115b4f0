import type { Attendee } from '../meetings/meeting.ts';

/** How many were to come to a meeting, and how many came. */
export interface Turnout {
  readonly required: number;
  readonly requiredPresent: number;
  /** Required or not. */
  readonly present: number;
}

/** What of an attendee decides whether somebody came. */
export type Seat = Pick<Attendee, 'personId' | 'role' | 'partstat' | 'delegateToId' | 'signInAt'>;

/**
 * Required are the people whom the chair and the required attendees come down to: whoever was sent stands for who sent, and
 * is one, for however many. Leave leaves them required.
 */
export function turnoutOf(seats: readonly Seat[]): Turnout {
  const seatOf = new Map(seats.map((seat) => [seat.personId, seat]));
  const required = new Set(
    seats.filter(({ role }) => role === 'CHAIR' || role === 'REQ').map(({ personId }) => standsFor(seatOf, personId)),
  );
  const came = (personId: string): boolean => (seatOf.get(personId)?.signInAt ?? null) !== null;
  return {
    required: required.size,
    requiredPresent: [...required].filter(came).length,
    present: seats.filter(({ signInAt }) => signInAt !== null).length,
  };
}

/** Who comes in the end. History notes the coming of who was sent at the seat of who sent. */
function standsFor(seatOf: ReadonlyMap<string, Seat>, personId: string): string {
  const asked = new Set<string>();
  let comes = personId;
  // Two who sent each other would send for ever.
  while (!asked.has(comes)) {
    asked.add(comes);
    const seat = seatOf.get(comes);
    if (seat?.partstat !== 'DELEGATED' || seat.signInAt !== null || seat.delegateToId === null) break;
    comes = seat.delegateToId;
  }
  return comes;
}
