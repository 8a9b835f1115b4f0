import { publishedText } from '@chengqi/office-kernel';
import {
  attendanceRecorded,
  meetingCancelled,
  meetingChanged,
  meetingClosed,
  meetingMinuted,
  meetingScheduled,
} from '@chengqi/schemas/events/meetings';
import type { Turnout } from '../attendance/turnout.ts';
import type { Meeting } from './meeting.ts';

/** A meeting with its time, for who keeps calendars. */
export const scheduledEvent = (meeting: Meeting) =>
  meetingScheduled.create(meeting, {
    meetingId: meeting.id,
    meetingNo: meeting.meetingNo,
    organizerOrgId: meeting.ownerOrgId,
    startAt: meeting.startAt.toISOString(),
    endAt: meeting.endAt.toISOString(),
    mode: meeting.mode,
  });

/** It looks different from before, for who has its page open. */
export const changedEvent = (meeting: Meeting) => meetingChanged.create(meeting, { meetingId: meeting.id });

/** It takes place no more; why, at most at INTERNAL. */
export const cancelledEvent = (meeting: Meeting) =>
  meetingCancelled.create(meeting, {
    meetingId: meeting.id,
    reason: publishedText(meeting.secrecyLevel, meeting.cancelReason),
  });

/** That it took place and how many came; nothing of a meeting that did not. */
export const attendanceEvents = (meeting: Meeting, turnout: Turnout) =>
  meeting.endedAt === null
    ? []
    : [
        attendanceRecorded.create(meeting, {
          meetingId: meeting.id,
          startAt: meeting.startAt.toISOString(),
          openedAt: meeting.openedAt?.toISOString() ?? null,
          endedAt: meeting.endedAt.toISOString(),
          ...turnout,
        }),
      ];

/** Its minutes are issued, and until when they were to be. */
export const minutedEvent = (meeting: Meeting, at: Date, dueAt: Date | null) =>
  meetingMinuted.create(meeting, {
    ...{ meetingId: meeting.id, minutedAt: at.toISOString() },
    dueAt: dueAt?.toISOString() ?? null,
  });

export const closedEvent = (meeting: Meeting) => meetingClosed.create(meeting, { meetingId: meeting.id });
