import { announceBy, type Foundation, type StoredDeadline } from '@chengqi/office-kernel';
import { deadlineBreached, deadlineWarned } from '@chengqi/schemas/events/security';
import type { Timer } from '@chengqi/service-kit';
import { openHazards } from '../hazards/hazard.repository.ts';
import type { HazardDeadlineRule } from './deadline-rules.ts';
import { createKeeping } from './keeping.commands.ts';

const limitOf = ({ subjectId: hazardId, rule, part, dueAt }: StoredDeadline) => ({
  hazardId,
  rule: rule as HazardDeadlineRule,
  partId: part || null,
  dueAt: dueAt.toISOString(),
});

const announce = announceBy({ warned: deadlineWarned, breached: deadlineBreached }, limitOf);

/** Tells of limits, and keeps those of hazards that were reported before limits were. */
export const createDeadlineTimers = (foundation: Foundation): Timer[] => [
  foundation.office.deadlines.timer(announce),
  foundation.office.deadlines.keepingOlder('hazards', openHazards, createKeeping(foundation).keep),
];
