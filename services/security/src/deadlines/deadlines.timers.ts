import type { Announce, Foundation, StoredDeadline } from '@chengqi/office-kernel';
import { deadlineBreached, deadlineWarned } from '@chengqi/schemas/events/security';
import type { Timer } from '@chengqi/service-kit';
import { openHazards } from '../hazards/hazard.repository.ts';
import type { HazardDeadlineRule } from './deadline-rules.ts';
import { createKeeping } from './keeping.commands.ts';

/** What is told of a limit bears the owner and the level of its hazard. */
const originOf = ({ subjectId: id, ownerOrgId, secrecyLevel }: StoredDeadline) => ({ id, ownerOrgId, secrecyLevel });

const limitOf = ({ subjectId: hazardId, rule, part, dueAt }: StoredDeadline) => ({
  hazardId,
  rule: rule as HazardDeadlineRule,
  partId: part || null,
  dueAt: dueAt.toISOString(),
});

/** Every threshold once, every end once. */
const announce: Announce = async (tx, deadline, { warnings, breached }) => {
  const [origin, limit] = [originOf(deadline), limitOf(deadline)];
  await tx.append(warnings.map((thresholdAt) => deadlineWarned.create(origin, { ...limit, thresholdAt })));
  if (breached) await tx.append(deadlineBreached.create(origin, limit));
};

/** Tells of limits, and keeps those of hazards that were reported before limits were. */
export const createDeadlineTimers = (foundation: Foundation): Timer[] => [
  foundation.office.deadlines.timer(announce),
  foundation.office.deadlines.keepingOlder('hazards', openHazards, createKeeping(foundation).keep),
];
