import { announceBy, type Foundation, type StoredDeadline } from '@chengqi/office-kernel';
import { deadlineBreached, deadlineWarned } from '@chengqi/schemas/events/meetings';
import type { Timer } from '@chengqi/service-kit';
import { endedMeetings } from '../meetings/meeting.repository.ts';
import { unfollowedResolutions } from '../resolutions/resolution.repository.ts';
import type { MeetingDeadlineRule } from './deadline-rules.ts';
import { createKeeping } from './keeping.commands.ts';

const subjects = { MINUTES: 'Meeting', SUPERVISE: 'Resolution' } as const satisfies Record<MeetingDeadlineRule, string>;

function limitOf({ subjectId: id, rule: named, part, dueAt }: StoredDeadline) {
  const rule = named as MeetingDeadlineRule;
  return { subject: { type: subjects[rule], id }, rule, partId: part || null, dueAt: dueAt.toISOString() };
}

const announce = announceBy({ warned: deadlineWarned, breached: deadlineBreached }, limitOf);

/** Tells of limits, and keeps those of what was there before limits were. */
export function createDeadlineTimers(foundation: Foundation): Timer[] {
  const { deadlines } = foundation.office;
  const { keepMeetings, keepResolutions } = createKeeping(foundation);
  return [
    deadlines.timer(announce),
    deadlines.keepingOlder('meetings', endedMeetings, keepMeetings),
    deadlines.keepingOlder('resolutions', unfollowedResolutions, keepResolutions),
  ];
}
