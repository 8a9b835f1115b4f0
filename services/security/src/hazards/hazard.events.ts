import { publishedText } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import {
  hazardClosed,
  hazardConfirmed,
  hazardDeadlineChanged,
  hazardDismissed,
  hazardLinked,
  hazardReported,
} from '@chengqi/schemas/events/security';
import { type Hazard, isRecurrence, titleOf } from './hazard.ts';

const identityOf = (hazard: Hazard) => ({
  hazardId: hazard.id,
  code: hazard.code,
  siteId: hazard.siteId,
  ownerOrgId: hazard.ownerOrgId,
  state: hazard.status,
  source: { type: hazard.sourceType, id: hazard.sourceId },
});

/** From confirmation on a hazard has level, responsible unit and limit. */
function confirmedFacts({ id, level, responsibleOrgId, dueAt }: Hazard) {
  if (level === null || responsibleOrgId === null || dueAt === null) throw new Error(`${id} was never confirmed`);
  return { level, responsibleOrgId, dueAt: dueAt.toISOString() };
}

export const reportedEvent = (hazard: Hazard): DomainEvent =>
  hazardReported.create(hazard, {
    ...identityOf(hazard),
    responsibleOrgId: hazard.responsibleOrgId,
    level: hazard.level,
    title: publishedText(hazard.secrecyLevel, titleOf(hazard)),
    category: hazard.category,
    recurrence: isRecurrence(hazard),
    reportedAt: hazard.reportedAt.toISOString(),
  });

export const confirmedEvent = (hazard: Hazard): DomainEvent =>
  hazardConfirmed.create(hazard, {
    ...identityOf(hazard),
    ...confirmedFacts(hazard),
    listed: hazard.listed,
    originalDueAt: hazard.originalDueAt?.toISOString() ?? null,
    recurrence: isRecurrence(hazard),
    confirmedAt: hazard.confirmedAt?.toISOString() ?? null,
  });

/** Nothing when the limit is the one that consumers know. */
export const deadlineEvents = (before: Hazard, dueAt: Date | null): DomainEvent[] =>
  dueAt === null || dueAt.getTime() === before.dueAt?.getTime()
    ? []
    : [hazardDeadlineChanged.create(before, { hazardId: before.id, dueAt: dueAt.toISOString() })];

export const dismissedEvent = (hazard: Hazard): DomainEvent =>
  hazardDismissed.create(hazard, {
    hazardId: hazard.id,
    code: hazard.code,
    reason: publishedText(hazard.secrecyLevel, hazard.dismissReason),
    dismissedAt: hazard.dismissedAt?.toISOString() ?? null,
  });

export function closedEvent(hazard: Hazard, closedAt: Date): DomainEvent {
  const { level, responsibleOrgId } = confirmedFacts(hazard);
  const title = publishedText(hazard.secrecyLevel, titleOf(hazard));
  return hazardClosed.create(hazard, {
    ...identityOf(hazard),
    responsibleOrgId,
    level,
    title,
    closedAt: closedAt.toISOString(),
  });
}

export const linkedEvent = (hazard: Hazard, itemId: string, linkId: string | null): DomainEvent =>
  hazardLinked.create(hazard, {
    itemId,
    linkId,
    hazardId: hazard.id,
    role: 'EFFECT',
    code: hazard.code,
    level: hazard.level,
    state: hazard.status,
  });
