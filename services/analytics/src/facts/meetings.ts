import { deadlineBreached, meetingCancelled, meetingMinuted, meetingScheduled } from '@chengqi/schemas/events/meetings';
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

/** A meeting by its plan, the last one; when it really began does not travel. */
export interface MeetingFact extends Fact {
  readonly orgId: string | null;
  readonly startAt: Moment | null;
  readonly cancelled: boolean | null;
  /** Until when its minutes are to be issued; known once they are, or are late. */
  readonly minutesDueAt: Moment | null;
  readonly minutedAt: Moment | null;
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
    },
  }),
  empty: (id) => ({ id, orgId: null, startAt: null, cancelled: null, minutesDueAt: null, minutedAt: null }),
  clocks: ['startAt', 'minutesDueAt'],
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
