import type { Announce, StoredDeadline } from '@chengqi/office-kernel';
import { deadlineBreached, deadlineWarned } from '@chengqi/schemas/events/supervision';
import type { ItemDeadlineRule } from './deadline-rules.ts';

/** What is told of a limit bears the owner and the level of its item. */
const originOf = ({ subjectId: id, ownerOrgId, secrecyLevel }: StoredDeadline) => ({ id, ownerOrgId, secrecyLevel });

const limitOf = ({ subjectId: itemId, rule, part, dueAt }: StoredDeadline) => ({
  itemId,
  rule: rule as ItemDeadlineRule,
  partId: part || null,
  dueAt: dueAt.toISOString(),
});

/** Every threshold once, every end once. */
export const announce: Announce = async (tx, deadline, { warnings, breached }) => {
  const [origin, limit] = [originOf(deadline), limitOf(deadline)];
  await tx.append(warnings.map((thresholdAt) => deadlineWarned.create(origin, { ...limit, thresholdAt })));
  if (breached) await tx.append(deadlineBreached.create(origin, limit));
};
