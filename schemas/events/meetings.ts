import { z } from 'zod';
import { defineEvent, eventText, instant, localDate, orgId, personId, secrecyLevel, typeId } from './envelope.ts';

const meetingId = typeId('mtg');
const minutesId = typeId('min');
const resolutionId = typeId('res');

/** A meeting has its time, place and agenda; repeated with the new times when it is rescheduled. */
export const meetingScheduled = defineEvent(
  'meetings.MeetingScheduled.v1',
  z.object({
    meetingId,
    meetingNo: z.string(),
    organizerOrgId: orgId,
    startAt: instant,
    endAt: instant,
    mode: z.enum(['ONSITE', 'ONLINE', 'HYBRID']),
  }),
);

/** The meeting or what belongs to it looks different: state, agenda, attendance, record, minutes, decisions, rooms; once a transaction. */
export const meetingChanged = defineEvent('meetings.MeetingChanged.v1', z.object({ meetingId }));

/** The meeting will not take place and its rooms are free again; the reason travels only at INTERNAL and below. */
export const meetingCancelled = defineEvent('meetings.MeetingCancelled.v1', z.object({ meetingId, reason: eventText }));

const people = z.int().min(0);
/**
 * It took place, and so many came; as history once more whenever more is known of who came, the last counts. `openedAt` is
 * null in history and `endedAt` the planned end. `required` are the people whom the chair and the required attendees come
 * down to: whoever was sent stands for who sent. Never who.
 */
export const attendanceRecorded = defineEvent(
  'meetings.AttendanceRecorded.v1',
  z.object({
    meetingId,
    startAt: instant,
    openedAt: instant.nullable(),
    endedAt: instant,
    required: people,
    requiredPresent: people,
    /** All who came, required or not. */
    present: people,
  }),
);

/** Its minutes are issued; `dueAt` is until when they were to be, null where the meeting is history. */
export const meetingMinuted = defineEvent(
  'meetings.MeetingMinuted.v1',
  z.object({ meetingId, minutedAt: instant, dueAt: instant.nullable() }),
);

/**
 * Nobody has the room any more, for the unit that booked it. `endAt` is the end of the booking or, where nobody came, when it
 * was given up for it.
 */
export const roomBookingEnded = defineEvent(
  'meetings.RoomBookingEnded.v1',
  z.object({ bookingId: typeId('bkg'), startAt: instant, endAt: instant, outcome: z.enum(['FINISHED', 'NO_SHOW']) }),
);

/** Minutes are issued and every resolution has code, owner and a decision on its supervision. */
export const meetingClosed = defineEvent('meetings.MeetingClosed.v1', z.object({ meetingId }));

/**
 * The chair's signature makes the minutes a document to be numbered and issued. Above INTERNAL title and text are
 * null: the consumer reads `Minutes { title text digest }` from the owner. Signed again after a refusal, it repeats.
 */
export const minutesSigned = defineEvent(
  'meetings.MinutesSigned.v1',
  z.object({
    minutesId,
    meetingId,
    title: z.string().max(200).nullable(),
    text: eventText,
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    issuingOrgId: orgId,
    docCode: z.string(),
    drafterId: personId,
    reviewerId: personId,
    signerId: personId,
    signedAt: instant,
    recipientOrgIds: z.array(orgId),
    level: secrecyLevel,
  }),
);

/** A decision binds from now on; once per resolution, with provenance `imported` when history brought it. */
export const resolutionAdopted = defineEvent(
  'meetings.ResolutionAdopted.v1',
  z.object({
    resolutionId,
    code: z.string(),
    meetingId,
    text: eventText,
    requiresAction: z.boolean(),
    leadOrgId: orgId.nullable(),
    coOrgIds: z.array(orgId),
    leaderId: personId.nullable(),
    supervisingOrgId: orgId,
    dueOn: localDate.nullable(),
    adoptedAt: instant,
    level: secrecyLevel,
    waived: z.boolean(),
  }),
);

/** The office director decided that no item is needed; the reason travels only at INTERNAL and below. */
export const supervisionWaived = defineEvent(
  'meetings.SupervisionWaived.v1',
  z.object({ resolutionId, reason: eventText }),
);

/** A limit of a meeting until its minutes are issued, or of a resolution until it is followed (MTG-6). */
const limit = z.object({
  subject: z.object({ type: z.enum(['Meeting', 'Resolution']), id: z.string() }),
  rule: z.enum(['MINUTES', 'SUPERVISE']),
  partId: z.string().nullable(),
  dueAt: instant,
});
/** It comes near: once for each threshold of each end. */
export const deadlineWarned = defineEvent('meetings.DeadlineWarned.v1', limit.extend({ thresholdAt: instant }));
/** It has passed: once for each end. */
export const deadlineBreached = defineEvent('meetings.DeadlineBreached.v1', limit);
