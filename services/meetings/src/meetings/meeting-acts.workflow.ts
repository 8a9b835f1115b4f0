import type { Act, Decision } from '@chengqi/office-kernel';
import type { Turnout } from '../attendance/turnout.ts';
import { attendanceEvents, cancelledEvent, closedEvent, minutedEvent, scheduledEvent } from './meeting.events.ts';
import type { Meeting, MeetingStatus, MeetingSubject } from './meeting.ts';

type MeetingAct = Act<MeetingStatus>;

/** On to the next state, or a new version in the same one: writing the row keeps acts from overtaking the seal. */
export const proceed = (_: MeetingSubject, { to: status }: MeetingAct): Decision<Meeting> => ({
  changes: { status },
  events: [],
});

export const schedule = (meeting: MeetingSubject, { to: status }: MeetingAct): Decision<Meeting> => ({
  changes: { status },
  events: [scheduledEvent(meeting)],
});

export function reschedule(
  meeting: MeetingSubject,
  { to: status }: MeetingAct,
  time: { readonly startAt: Date; readonly endAt: Date },
): Decision<Meeting> {
  const changes = { ...time, status, icalSequence: meeting.icalSequence + 1 };
  return { changes, events: [scheduledEvent({ ...meeting, ...changes })] };
}

/** Whoever was invited is sent the invitation again, with the next sequence (RFC 5546); of a draft nobody was told. */
export function correct(
  meeting: MeetingSubject,
  { to: status }: MeetingAct,
  corrected: Partial<Meeting>,
): Decision<Meeting> {
  if (meeting.status === 'DRAFT') return { changes: { ...corrected, status }, events: [] };
  const changes = { ...corrected, status, icalSequence: meeting.icalSequence + 1 };
  return { changes, events: [scheduledEvent({ ...meeting, ...changes })] };
}

/** Of a draft nobody was told. */
export function cancel(meeting: MeetingSubject, { to: status }: MeetingAct, cancelReason: string): Decision<Meeting> {
  const changes = { status, cancelReason, icalSequence: meeting.icalSequence + 1 };
  return { changes, events: meeting.status === 'DRAFT' ? [] : [cancelledEvent({ ...meeting, ...changes })] };
}

export const open = (_: MeetingSubject, { to: status, at: openedAt }: MeetingAct): Decision<Meeting> => ({
  changes: { status, openedAt },
  events: [],
});

/** It is over, and nobody signs in any more. */
export function end(
  meeting: MeetingSubject,
  { to: status, at: endedAt }: MeetingAct,
  turnout: Turnout,
): Decision<Meeting> {
  const changes = { status, endedAt };
  return { changes, events: attendanceEvents({ ...meeting, ...changes }, turnout) };
}

/** Its minutes are issued; until `dueAt` they were to be. */
export const minute = (
  meeting: MeetingSubject,
  { to: status, at: minutedAt }: MeetingAct,
  dueAt: Date | null,
): Decision<Meeting> => ({ changes: { status, minutedAt }, events: [minutedEvent(meeting, minutedAt, dueAt)] });

export const seal = (_: MeetingSubject, { to: status, at }: MeetingAct, recordDigest: string): Decision<Meeting> => ({
  changes: { status, sealedAt: at, recordDigest },
  events: [],
});

export const authoriseSigner = (
  _: MeetingSubject,
  { to: status }: MeetingAct,
  minutesSignerId: string,
): Decision<Meeting> => ({ changes: { status, minutesSignerId }, events: [] });

export const close = (meeting: MeetingSubject, { to: status }: MeetingAct): Decision<Meeting> => ({
  changes: { status },
  events: [closedEvent(meeting)],
});
