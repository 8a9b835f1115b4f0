import type { Announce, Foundation, StoredDeadline } from '@chengqi/office-kernel';
import { deadlineBreached, deadlineWarned } from '@chengqi/schemas/events/documents';
import type { Timer } from '@chengqi/service-kit';
import { unansweredDeliveries } from '../deliveries/delivery.repository.ts';
import { unfiledDocuments } from '../outgoing/document.repository.ts';
import type { DocumentDeadlineRule } from './deadline-rules.ts';
import { createKeeping } from './keeping.commands.ts';

/** What is told of a limit bears the owner and the level of its subject. */
const originOf = ({ subjectId: id, ownerOrgId, secrecyLevel }: StoredDeadline) => ({ id, ownerOrgId, secrecyLevel });

const subjects = { SIGN_IN: 'Delivery', FILE: 'Document' } as const satisfies Record<DocumentDeadlineRule, string>;

function limitOf({ subjectId: id, rule: named, part, dueAt }: StoredDeadline) {
  const rule = named as DocumentDeadlineRule;
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
  const { keepDocuments, keepDeliveries } = createKeeping(foundation);
  return [
    deadlines.timer(announce),
    deadlines.keepingOlder('documents', unfiledDocuments, keepDocuments),
    deadlines.keepingOlder('deliveries', unansweredDeliveries, keepDeliveries),
  ];
}
