import {
  attendanceRecorded,
  deadlineBreached,
  meetingCancelled,
  meetingMinuted,
  meetingScheduled,
  roomBookingEnded,
} from '@chengqi/schemas/events/meetings';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import {
  type Fact,
  type Moment,
  momentOf,
  optionalMoment,
  type Projection,
  revising,
} from '../projection/projection.ts';

/** A meeting by its plan, the last one, and how it went once it is over. */
export interface MeetingFact extends Fact {
  readonly orgId: string | null;
  readonly startAt: Moment | null;
  readonly cancelled: boolean | null;
  /** Until when its minutes are to be issued; known once they are, or are late. */
  readonly minutesDueAt: Moment | null;
  readonly minutedAt: Moment | null;
  /** When it really began and ended; the beginning is unknown of history. */
  readonly openedAt: Moment | null;
  readonly endedAt: Moment | null;
  /** How many had to come, how many of these came, and how many came in all. */
  readonly required: number | null;
  readonly requiredPresent: number | null;
  readonly present: number | null;
}

const ofMeeting = revising<MeetingFact>();

export const meetings: Projection<MeetingFact> = {
  entity: new EntitySchema<MeetingFact>({
    name: 'MeetingFact',
    tableName: 'meeting_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      startAt: column.moment('start_at'),
      cancelled: column.bool('cancelled', { nullable: true }),
      minutesDueAt: column.moment('minutes_due_at'),
      minutedAt: column.moment('minuted_at'),
      openedAt: column.moment('opened_at'),
      endedAt: column.moment('ended_at'),
      required: column.integer('required', { nullable: true }),
      requiredPresent: column.integer('required_present', { nullable: true }),
      present: column.integer('present', { nullable: true }),
    },
  }),
  empty: (id) => ({
    ...{ id, orgId: null, startAt: null, cancelled: null, minutesDueAt: null, minutedAt: null },
    ...{ openedAt: null, endedAt: null, required: null, requiredPresent: null, present: null },
  }),
  clocks: ['startAt', 'minutesDueAt', 'endedAt'],
  reactions: [
    ofMeeting.when(
      meetingScheduled,
      ({ meetingId }) => meetingId,
      ({ data }) => ({ orgId: data.organizerOrgId, startAt: momentOf(data.startAt) }),
    ),
    ofMeeting.when(
      meetingCancelled,
      ({ meetingId }) => meetingId,
      () => ({ cancelled: true }),
    ),
    ofMeeting.when(
      attendanceRecorded,
      ({ meetingId }) => meetingId,
      ({ data: { startAt, openedAt, endedAt, required, requiredPresent, present }, orgid }) => ({
        ...{ orgId: orgid, startAt: momentOf(startAt), openedAt: optionalMoment(openedAt), endedAt: momentOf(endedAt) },
        ...{ required, requiredPresent, present },
      }),
    ),
    ofMeeting.when(
      meetingMinuted,
      ({ meetingId }) => meetingId,
      ({ data, orgid }) => ({
        ...{ orgId: orgid, minutesDueAt: optionalMoment(data.dueAt), minutedAt: momentOf(data.minutedAt) },
      }),
    ),
    ofMeeting.whenEach(deadlineBreached, ({ data: { subject, rule, dueAt }, orgid }) =>
      rule === 'MINUTES' ? [{ id: subject.id, revise: () => ({ orgId: orgid, minutesDueAt: momentOf(dueAt) }) }] : [],
    ),
  ],
};

/** A booking of a room that is over, of the unit that booked; never for what or by whom. */
export interface BookingFact extends Fact {
  readonly orgId: string | null;
  readonly startAt: Moment | null;
  readonly endAt: Moment | null;
  /** Nobody came. */
  readonly noShow: boolean | null;
}

const ofBooking = revising<BookingFact>();

export const bookings: Projection<BookingFact> = {
  entity: new EntitySchema<BookingFact>({
    name: 'BookingFact',
    tableName: 'booking_fact',
    columns: {
      id: column.id(),
      orgId: column.ref('org_id', { nullable: true }),
      startAt: column.moment('start_at'),
      endAt: column.moment('end_at'),
      noShow: column.bool('no_show', { nullable: true }),
    },
  }),
  empty: (id) => ({ id, orgId: null, startAt: null, endAt: null, noShow: null }),
  clocks: ['startAt'],
  reactions: [
    ofBooking.when(
      roomBookingEnded,
      ({ bookingId }) => bookingId,
      ({ data: { startAt, endAt, outcome }, orgid }) => ({
        ...{ orgId: orgid, startAt: momentOf(startAt), endAt: momentOf(endAt), noShow: outcome === 'NO_SHOW' },
      }),
    ),
  ],
};
