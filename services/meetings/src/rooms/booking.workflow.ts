import type { Access, Act, Decision } from '@chengqi/office-kernel';
import { words } from '@chengqi/schemas';
import { badInput, defineWorkflow, guardFailed, person, role, system } from '@chengqi/service-kit';
import type { Meeting } from '../meetings/meeting.ts';
import { endedEvents } from './booking.events.ts';
import { type BookingAction, type BookingStatus, checkInMinutes, type Room, type RoomBooking } from './room.ts';

/** A booking with the people who may decide on it. */
export interface BookingSubject extends RoomBooking {
  approverId: string | null;
  roomOrgId: string;
  /** Keepers of the meeting it serves. */
  secretaryIds: string[];
}

/** The same from rows already at hand. */
export const joinBooking = (booking: RoomBooking, room: Room, meeting: Meeting | null): BookingSubject => ({
  ...booking,
  approverId: room.approverId,
  roomOrgId: room.ownerOrgId,
  secretaryIds: meeting ? [meeting.secretaryId, meeting.organizerId] : [],
});

const booker = person<BookingSubject>((booking) => booking.bookedById, 'BOOKER');
const secretary = person<BookingSubject>((booking) => booking.secretaryIds, 'SECRETARY');
const approver = [
  person<BookingSubject>((booking) => booking.approverId, 'APPROVER'),
  role<BookingSubject>('OFFICE_DIRECTOR', {
    of: (booking) => booking.roomOrgId,
    when: (booking) => booking.approverId === null,
  }),
];

const wording = { states: words.values.RoomBookingState, actions: words.values.RoomBookingAction };

export const bookingWorkflow = defineWorkflow<BookingSubject, BookingStatus, BookingAction>(wording, [
  { from: 'REQUESTED', action: 'APPROVE', to: 'CONFIRMED', roles: approver },
  { from: 'REQUESTED', action: 'REJECT', to: 'REJECTED', roles: approver },
  { from: ['REQUESTED', 'CONFIRMED'], action: 'CANCEL', to: 'CANCELLED', roles: [booker, secretary, ...approver] },
  { from: 'CONFIRMED', action: 'CHECK_IN', to: 'CHECKED_IN', roles: [booker, secretary, system()] },
  { from: 'CHECKED_IN', action: 'FINISH', to: 'FINISHED', roles: [system()] },
  { from: 'CONFIRMED', action: 'MARK_NO_SHOW', to: 'NO_SHOW', roles: [system()] },
]);

export const bookingAccess: Access<BookingSubject, BookingStatus, BookingAction> = {
  type: 'RoomBooking',
  roles: bookingWorkflow.roles,
  workflow: bookingWorkflow,
};

/** States in which a booking no longer holds its room. */
export const released = ['REJECTED', 'CANCELLED', 'PREEMPTED'] as const satisfies readonly BookingStatus[];

/** Somebody still counts on the room; what a meeting leaves behind when it is cancelled. */
export const isOpen = (status: BookingStatus) => ['REQUESTED', 'CONFIRMED', 'CHECKED_IN'].includes(status);

const longestDays = 14;

const minutes = (n: number) => n * 60_000;

/** MTG-1: end and buffer, until which nobody else may begin. */
export const heldUntil = (endAt: Date, bufferMinutes: number) => new Date(endAt.getTime() + minutes(bufferMinutes));

/** MTG-1: half-open holds [start, end + buffer) of one room meet. */
export const overlap = (a: Pick<RoomBooking, 'startAt' | 'heldUntil'>, b: Pick<RoomBooking, 'startAt' | 'heldUntil'>) =>
  a.startAt < b.heldUntil && b.startAt < a.heldUntil;

/** Holds come sorted by room and start, so each is compared only with those that begin before it ends. */
export function* overlapping<T extends Pick<RoomBooking, 'roomId' | 'startAt' | 'heldUntil'>>(
  holds: readonly T[],
): Generator<{ hold: T; other: T }> {
  for (const [index, hold] of holds.entries()) {
    for (let next = index + 1; next < holds.length; next += 1) {
      const other = holds[next] as T;
      if (other.roomId !== hold.roomId || other.startAt >= hold.heldUntil) break;
      if (overlap(hold, other)) yield { hold, other };
    }
  }
}

/** Refuses a span that the room's own rules do not allow. */
export function withinRules(room: Room, startAt: Date, endAt: Date, now: Date): void {
  if (!room.bookable) throw guardFailed('MTG-1', { en: 'This room cannot be booked.', zh: '该会议室不可预订。' });
  if (startAt.getTime() < now.getTime() - minutes(checkInMinutes)) {
    throw badInput('start', { en: 'The start is in the past.', zh: '开始时间已过。' });
  }
  if (startAt.getTime() > now.getTime() + minutes(room.maxAdvanceDays * 24 * 60)) {
    throw guardFailed('MTG-1', {
      en: `This room is booked at most ${room.maxAdvanceDays} days ahead.`,
      zh: `该会议室最多提前 ${room.maxAdvanceDays} 天预订。`,
    });
  }
  if (endAt.getTime() - startAt.getTime() > minutes(longestDays * 24 * 60)) {
    throw badInput('end', {
      en: `A booking lasts at most ${longestDays} days.`,
      zh: `单次预订最长 ${longestDays} 天。`,
    });
  }
}

type BookingAct = Act<BookingStatus>;
type Decided = Decision<RoomBooking>;

export const approve = (_: BookingSubject, { to: status, by }: BookingAct): Decided => ({
  changes: { status, decidedById: by },
  events: [],
});

export const reject = (_: BookingSubject, { to: status, by }: BookingAct, reason: string): Decided => ({
  changes: { status, decidedById: by, reason },
  events: [],
});

export const cancel = (_: BookingSubject, { to: status }: BookingAct, reason: string | null): Decided => ({
  changes: { status, reason },
  events: [],
});

/** As part of opening the meeting: people are in the room, whatever the clock says. */
export const checkIn = (_: BookingSubject, { to: status, at }: BookingAct): Decided => ({
  changes: { status, checkedInAt: at },
  events: [],
});

/** From 15 minutes before the start until 15 minutes after it. */
export function checkInOnTime(booking: BookingSubject, act: BookingAct): Decided {
  if (Math.abs(act.at.getTime() - booking.startAt.getTime()) > minutes(checkInMinutes)) {
    throw guardFailed('MTG-1', {
      en: 'Check in from 15 minutes before to 15 minutes after the start.',
      zh: '签到时间为开始前后 15 分钟内。',
    });
  }
  return checkIn(booking, act);
}

const over = (booking: BookingSubject, changes: Pick<RoomBooking, 'status'> & Partial<RoomBooking>): Decided => ({
  changes,
  events: endedEvents({ ...booking, ...changes }),
});

export const finish = (booking: BookingSubject, { to: status }: BookingAct): Decided => over(booking, { status });

/** Nobody came: the room is free from now on. */
export const markNoShow = (booking: BookingSubject, { to: status, at }: BookingAct): Decided =>
  over(booking, { status, heldUntil: at });
