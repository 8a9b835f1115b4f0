import type { Announce, Foundation, StoredDeadline } from '@chengqi/office-kernel';
import { deadlineBreached, deadlineWarned } from '@chengqi/schemas/events/meetings';
import type { Timer } from '@chengqi/service-kit';
import { endedMeetings } from '../meetings/meeting.repository.ts';
import { unfollowedResolutions } from '../resolutions/resolution.repository.ts';
import type { MeetingDeadlineRule } from './deadline-rules.ts';
import { createKeeping } from './keeping.commands.ts';

/** What is told of a limit bears the owner and the level of its subject. */
const originOf = ({ subjectId: id, ownerOrgId, secrecyLevel }: StoredDeadline) => ({ id, ownerOrgId, secrecyLevel });

const subjects = { MINUTES: 'Meeting', SUPERVISE: 'Resolution' } as const satisfies Record<MeetingDeadlineRule, string>;

function limitOf({ subjectId: id, rule: named, part, dueAt }: StoredDeadline) {
  const rule = named as MeetingDeadlineRule;
  return { subject: { type: subjects[rule], id }, rule, partId: part || null, dueAt: dueAt.toISOString() };
}

/** Every threshold once, every end once. */
const announce: Announce = async (tx, deadline, { warnings, breached }) => {
  const [origin, limit] = [originOf(deadline), limitOf(deadline)];
  await tx.append(warnings.map((thresholdAt) => deadlineWarned.create(origin, { ...limit, thresholdAt })));
  if (breached) await tx.append(deadlineBreached.create(origin, limit));
};

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
