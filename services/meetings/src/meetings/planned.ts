import { meetingScheduled } from '@chengqi/schemas/events/meetings';
import type { Transaction } from '@chengqi/service-kit';
import type { Foundation } from '../context.ts';
import type { Meeting, MeetingType } from './meeting.ts';
import { meetingNoOf, serialOf } from './meeting.workflow.ts';

/** Gives the next number of organizer, year and sort, or keeps the one given and lets the series continue after it. */
export function createMeetingNumbers({ kit, office }: Foundation) {
  const scope = (orgId: string, type: MeetingType, year: string) => `meetingNo:${orgId}:${type}:${year}`;
  return {
    async next(tx: Transaction, orgId: string, type: MeetingType, startAt: Date): Promise<string> {
      const year = kit.clock.today(startAt).slice(0, 4);
      return meetingNoOf(type, year, await office.serials.next(tx, scope(orgId, type, year)));
    },
    async keep(tx: Transaction, orgId: string, meetingNo: string): Promise<string> {
      const known = serialOf(meetingNo);
      if (known) await office.serials.ensureAtLeast(tx, scope(orgId, known.type, known.year), known.serial);
      return meetingNo;
    },
  };
}

/** What a meeting has before anything happened to it. */
export const blankMeeting = (tx: Transaction, id: string) =>
  ({
    id,
    status: 'DRAFT',
    version: 1,
    createdAt: tx.now,
    updatedAt: tx.now,
    roomId: null,
    icalSequence: 0,
    minutesSignerId: null,
    cancelReason: null,
    sealedAt: null,
    recordDigest: null,
    minutesDraftNo: null,
    imported: false,
  }) as const;

/** A meeting with its time, for who keeps calendars. */
export const announceMeeting = (meeting: Meeting) =>
  meetingScheduled.create(meeting, {
    meetingId: meeting.id,
    meetingNo: meeting.meetingNo,
    organizerOrgId: meeting.ownerOrgId,
    startAt: meeting.startAt.toISOString(),
    endAt: meeting.endAt.toISOString(),
    mode: meeting.mode,
  });
