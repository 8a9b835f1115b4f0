import { meetingCancelled, meetingScheduled } from '@chengqi/schemas/events/meetings';
import { EntitySchema } from 'typeorm';
import { column } from '../projection/fact-columns.ts';
import { type Fact, type Moment, momentOf, type Projection, revising } from '../projection/projection.ts';

/** A meeting by its plan, the last one; when it really began does not travel. */
export interface MeetingFact extends Fact {
  readonly orgId: string | null;
  readonly startAt: Moment | null;
  readonly cancelled: boolean | null;
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
    },
  }),
  empty: (id) => ({ id, orgId: null, startAt: null, cancelled: null }),
  clocks: ['startAt'],
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
  ],
};
