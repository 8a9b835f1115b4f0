import type { DomainEvent } from '@chengqi/schemas';
import { type Actor, badInput, guardFailed } from '@chengqi/service-kit';
import { acceptedEvent, answeredEvent, extendedEvent, refusedEvent, transferredEvent } from './case.events.ts';
import { type CaseResult, type CaseSubject, isPetition, type ServiceCase } from './case.ts';
import { caseWorkflow } from './case.workflow.ts';
import type { CaseEventType } from './case-journal.ts';

/** What an act changes, what it announces, what the journal says, and in which role it was taken. */
export interface Decision {
  readonly changes: Partial<ServiceCase>;
  readonly events: readonly DomainEvent[];
  readonly entry: { readonly type: CaseEventType; readonly text?: string | null; readonly toOrgId?: string | null };
  readonly role: string | null;
}

/** Who acts, and on which version they decided. */
export interface Act {
  readonly actor: Actor;
  readonly expectedVersion: number | null;
}

export const personOf = ({ personId }: Actor): string => {
  if (personId === null) throw new Error('only people act on cases');
  return personId;
};

/** `finishDueAt` is the end of a petition's 60 days. */
export function accept(subject: CaseSubject, { actor, expectedVersion }: Act, finishDueAt: Date): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'ACCEPT', { expectedVersion });
  const limit = isPetition(subject) ? { dueAt: finishDueAt, originalDueAt: finishDueAt, finishDueAt } : {};
  const changes = { status: to, officerId: personOf(actor), acceptedAt: subject.at, handedToId: null, ...limit };
  const after = { ...subject, ...changes };
  return { changes, role, entry: { type: 'ACCEPT' }, events: [acceptedEvent(after, subject.at, after.dueAt)] };
}

export function refuse(
  subject: CaseSubject,
  { actor, expectedVersion }: Act,
  given: { readonly reason: string; readonly duplicateOfId: string | null },
): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'REFUSE', { expectedVersion });
  const changes = {
    status: to,
    refusedAt: subject.at,
    refusal: given.reason,
    duplicateOfId: given.duplicateOfId ?? subject.duplicateOfId,
  };
  const events = [refusedEvent({ ...subject, ...changes }, subject.at)];
  return { changes, role, events, entry: { type: 'REFUSE', text: given.reason } };
}

interface NewUnit {
  readonly toOrgId: string;
  readonly reason: string;
  readonly objectionDueAt: Date | null;
}

/** The first responder answers for it again until an officer of the new unit accepts. */
function moved(subject: CaseSubject, to: ServiceCase['status'], { toOrgId, objectionDueAt }: NewUnit) {
  if (toOrgId === subject.ownerOrgId) {
    throw badInput('toOrgId', { en: 'It is responsible already.', zh: '该单位已是责任单位。' });
  }
  return { status: to, ownerOrgId: toOrgId, officerId: null, transferredAt: subject.at, objectionDueAt };
}

export function transfer(subject: CaseSubject, { actor, expectedVersion }: Act, unit: NewUnit): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'TRANSFER', { expectedVersion });
  const changes = moved(subject, to, unit);
  const events = [transferredEvent({ ...subject, ...changes }, subject.at, unit.toOrgId)];
  return { changes, role, events, entry: { type: 'TRANSFER', text: unit.reason, toOrgId: unit.toOrgId } };
}

/** The unit may stay the one it is: what ends is the quarrel. */
export function arbitrate(subject: CaseSubject, { actor, expectedVersion }: Act, unit: NewUnit): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'ARBITRATE', { expectedVersion });
  const stays = unit.toOrgId === subject.ownerOrgId;
  const changes = { status: to, ...(stays ? {} : moved(subject, to, unit)), arbitratedAt: subject.at };
  const events = stays ? [] : [transferredEvent({ ...subject, ...changes }, subject.at, unit.toOrgId)];
  return { changes, role, events, entry: { type: 'ARBITRATE', text: unit.reason, toOrgId: unit.toOrgId } };
}

export function startHandling(subject: CaseSubject, { actor, expectedVersion }: Act, noInterest: boolean): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'START_HANDLING', { expectedVersion });
  if (!noInterest) {
    throw guardFailed('R-RECUSAL', { en: 'Who has an interest recuses.', zh: '与事项有利害关系的人员应当回避。' });
  }
  return { changes: { status: to, officerId: personOf(actor) }, role, events: [], entry: { type: 'START' } };
}

/** `dueAt` is the end of the limit with the extension in it. */
export function extend(
  subject: CaseSubject,
  { actor, expectedVersion }: Act,
  given: { readonly dueAt: Date; readonly days: number; readonly reason: string },
): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'EXTEND', { expectedVersion });
  const changes = { status: to, dueAt: given.dueAt, extendedAt: subject.at, extensionDays: given.days };
  const events = [extendedEvent({ ...subject, ...changes }, subject.at, given.dueAt)];
  return { changes, role, events, entry: { type: 'EXTEND', text: given.reason } };
}

const answered = (subject: CaseSubject) => ({
  answeredAt: subject.at,
  firstAnsweredAt: subject.firstAnsweredAt ?? subject.at,
  callbackAttempts: 0,
});

interface GivenAnswer {
  readonly text: string;
  readonly result: CaseResult;
  readonly documentId: string | null;
}

/** The answer to a petition waits for its signature. */
export function answer(subject: CaseSubject, { actor, expectedVersion }: Act, given: GivenAnswer): Decision {
  const outcome = isPetition(subject) ? 'DRAFT' : 'FINAL';
  const { to, role } = caseWorkflow.permit(actor, subject, 'ANSWER', { expectedVersion, outcome });
  const kept = { ...given, draftedById: personOf(actor), signedById: null };
  if (outcome === 'DRAFT') {
    return {
      changes: { status: to, answer: kept },
      role,
      events: [],
      entry: { type: 'DRAFT_ANSWER', text: given.text },
    };
  }
  const changes = { status: to, answer: kept, ...answered(subject) };
  const events = [answeredEvent({ ...subject, ...changes }, subject.at, given.result)];
  return { changes, role, events, entry: { type: 'ANSWER', text: given.text } };
}

export function signAnswer(subject: CaseSubject, { actor, expectedVersion }: Act): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'SIGN_ANSWER', { expectedVersion });
  const { answer: draft } = subject;
  if (draft?.result == null) throw new Error(`${subject.id} has no answer to sign`);
  const changes = { status: to, answer: { ...draft, signedById: personOf(actor) }, ...answered(subject) };
  const events = [answeredEvent({ ...subject, ...changes }, subject.at, draft.result)];
  return { changes, role, events, entry: { type: 'ANSWER', text: draft.text } };
}
