import { levelAtMost, type StoredDeadline } from '@chengqi/office-kernel';
import type { DomainEvent } from '@chengqi/schemas';
import {
  caseAccepted,
  caseAnswered,
  caseCalledBack,
  caseClosed,
  caseExtended,
  caseOpened,
  caseOverdue,
  caseRedoExhausted,
  caseRedone,
  caseRefused,
  caseSupplemented,
  caseTerminated,
  caseTransferred,
  caseWithdrawn,
  deadlineBreached,
  deadlineWarned,
  groupPetitionOpened,
  reviewRequested,
  supplementDemanded,
} from '@chengqi/schemas/events/reception';
import type { CaseDeadlineRule } from '../clocks/deadline-rules.ts';
import { type Contact, coverContacts } from '../contacts/contact.ts';
import type { CaseResult, RedoReason, ServiceCase } from './case.ts';

const text = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Of an accusation not even the unit travels. */
const origin = ({ id, ownerOrgId, secrecyLevel, restricted }: ServiceCase) => ({
  id,
  ownerOrgId: restricted ? null : ownerOrgId,
  secrecyLevel,
});

/** Title and text travel without who asks. */
export function openedEvent(found: ServiceCase, applicants: readonly Pick<Contact, 'name' | 'phone'>[]): DomainEvent {
  const { restricted, anonymous, confidential } = found;
  const covered = (text: string) => coverContacts(text, applicants, { named: !anonymous && !confidential });
  const open = !restricted && levelAtMost(found.secrecyLevel, 'INTERNAL');
  return caseOpened.create(origin(found), {
    caseId: found.id,
    code: found.code,
    kind: found.kind,
    channel: found.channel,
    responsibleOrgId: restricted ? null : found.ownerOrgId,
    siteId: restricted ? null : found.siteId,
    safety: !restricted && found.safety,
    title: open ? covered(found.title) : null,
    text: open && found.text !== null ? covered(found.text) : null,
    callId: restricted ? null : found.callId,
    openedAt: found.openedAt.toISOString(),
    dueAt: found.kind === 'PETITION' ? null : text(found.originalDueAt ?? found.dueAt),
    noticeDueAt: text(found.noticeDueAt),
  });
}

/** From so many people on, a petition is one of a group. */
export const groupSize = 5;

export const groupPetitionEvents = (found: ServiceCase): DomainEvent[] =>
  found.kind === 'PETITION' && found.jointCount >= groupSize
    ? [
        groupPetitionOpened.create(origin(found), {
          caseId: found.id,
          responsibleOrgId: found.ownerOrgId,
          count: found.jointCount,
          openedAt: found.openedAt.toISOString(),
        }),
      ]
    : [];

export const acceptedEvent = (found: ServiceCase, acceptedAt: Date, dueAt: Date | null): DomainEvent =>
  caseAccepted.create(origin(found), { caseId: found.id, acceptedAt: acceptedAt.toISOString(), dueAt: text(dueAt) });

export const refusedEvent = (found: ServiceCase, refusedAt: Date): DomainEvent =>
  caseRefused.create(origin(found), {
    caseId: found.id,
    refusedAt: refusedAt.toISOString(),
    duplicateOfId: found.restricted ? null : found.duplicateOfId,
  });

export const demandedEvent = (found: ServiceCase, at: Date, ordinal: number): DomainEvent =>
  supplementDemanded.create(origin(found), {
    caseId: found.id,
    at: at.toISOString(),
    ordinal,
    dueAt: text(found.dueAt),
  });

export const supplementedEvent = (found: ServiceCase, at: Date): DomainEvent =>
  caseSupplemented.create(origin(found), { caseId: found.id, at: at.toISOString(), dueAt: text(found.dueAt) });

/** `found` is the case as it is with its new unit. */
export const transferredEvent = (found: ServiceCase, at: Date, toOrgId: string): DomainEvent =>
  caseTransferred.create(origin(found), {
    caseId: found.id,
    at: at.toISOString(),
    toOrgId: found.restricted ? null : toOrgId,
    dueAt: text(found.dueAt),
  });

export const extendedEvent = (found: ServiceCase, at: Date, dueAt: Date): DomainEvent =>
  caseExtended.create(origin(found), { caseId: found.id, at: at.toISOString(), dueAt: dueAt.toISOString() });

export const overdueEvent = (found: ServiceCase, dueAt: Date): DomainEvent =>
  caseOverdue.create(origin(found), { caseId: found.id, dueAt: dueAt.toISOString() });

export const answeredEvent = (found: ServiceCase, answeredAt: Date, result: CaseResult): DomainEvent =>
  caseAnswered.create(origin(found), { caseId: found.id, answeredAt: answeredAt.toISOString(), result });

export const calledBackEvent = (found: ServiceCase, at: Date, reached: boolean): DomainEvent =>
  caseCalledBack.create(origin(found), { caseId: found.id, at: at.toISOString(), reached });

export const redoneEvent = (found: ServiceCase, at: Date, count: number): DomainEvent =>
  caseRedone.create(origin(found), { caseId: found.id, at: at.toISOString(), count });

export const redoExhaustedEvent = (found: ServiceCase, at: Date, reason: RedoReason): DomainEvent =>
  caseRedoExhausted.create(origin(found), {
    caseId: found.id,
    at: at.toISOString(),
    count: found.redoCount,
    reason,
  });

export const closedEvent = (found: ServiceCase, closedAt: Date): DomainEvent =>
  caseClosed.create(origin(found), {
    caseId: found.id,
    closedAt: closedAt.toISOString(),
    visitsCount: found.visitsCount,
  });

export const withdrawnEvent = (found: ServiceCase, at: Date): DomainEvent =>
  caseWithdrawn.create(origin(found), { caseId: found.id, at: at.toISOString() });

export const reviewRequestedEvent = (
  found: ServiceCase,
  at: Date,
  asked: { readonly stage: 'REVIEW' | 'RECHECK'; readonly toOrgId: string; readonly dueAt: Date },
): DomainEvent =>
  reviewRequested.create(origin(found), {
    caseId: found.id,
    at: at.toISOString(),
    stage: asked.stage,
    toOrgId: asked.toOrgId,
    dueAt: asked.dueAt.toISOString(),
  });

export const terminatedEvent = (found: ServiceCase, at: Date): DomainEvent =>
  caseTerminated.create(origin(found), { caseId: found.id, at: at.toISOString() });

const limitOf = (found: ServiceCase, { rule, dueAt }: Pick<StoredDeadline, 'rule' | 'dueAt'>) => ({
  caseId: found.id,
  rule: rule as CaseDeadlineRule,
  dueAt: dueAt.toISOString(),
});

export const warnedEvent = (found: ServiceCase, deadline: StoredDeadline, thresholdAt: string): DomainEvent =>
  deadlineWarned.create(origin(found), { ...limitOf(found, deadline), thresholdAt });

export const breachedEvent = (found: ServiceCase, deadline: StoredDeadline): DomainEvent =>
  deadlineBreached.create(origin(found), limitOf(found, deadline));
