import { announceBy, type Foundation, type StoredDeadline } from '@chengqi/office-kernel';
import { deadlineBreached, deadlineWarned } from '@chengqi/schemas/events/documents';
import type { Timer } from '@chengqi/service-kit';
import { unansweredDeliveries } from '../deliveries/delivery.repository.ts';
import { unfiledDocuments } from '../outgoing/document.repository.ts';
import type { DocumentDeadlineRule } from './deadline-rules.ts';
import { createKeeping } from './keeping.commands.ts';

const subjects = { SIGN_IN: 'Delivery', FILE: 'Document' } as const satisfies Record<DocumentDeadlineRule, string>;

function limitOf({ subjectId: id, rule: named, part, dueAt }: StoredDeadline) {
  const rule = named as DocumentDeadlineRule;
  return { subject: { type: subjects[rule], id }, rule, partId: part || null, dueAt: dueAt.toISOString() };
}

const announce = announceBy({ warned: deadlineWarned, breached: deadlineBreached }, limitOf);

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
