import { badInput, guardFailed } from '@chengqi/service-kit';
import { acceptedEvent, answeredEvent, extendedEvent, refusedEvent, transferredEvent } from './case.events.ts';
import { type CaseResult, type CaseSubject, isPetition } from './case.ts';
import type { CaseAct, CaseDecision } from './case.workflow.ts';

/** The days of a petition run from its first acceptance, whichever unit accepts it again. */
export function accept(subject: CaseSubject, { to, by, at, counted }: CaseAct): CaseDecision {
  const acceptedAt = subject.acceptedAt ?? at;
  const changes = counted({ status: to, officerId: by, acceptedAt, handedToId: null });
  const after = { ...subject, ...changes };
  return { changes, entry: { type: 'ACCEPT' }, events: [acceptedEvent(after, at, after.dueAt)] };
}

export function refuse(
  subject: CaseSubject,
  { to, at }: CaseAct,
  given: { readonly reason: string; readonly duplicateOfId: string | null },
): CaseDecision {
  const changes = {
    status: to,
    refusedAt: at,
    refusal: given.reason,
    duplicateOfId: given.duplicateOfId ?? subject.duplicateOfId,
  };
  const events = [refusedEvent({ ...subject, ...changes }, at)];
  return { changes, events, entry: { type: 'REFUSE', text: given.reason } };
}

interface NewUnit {
  readonly toOrgId: string;
  readonly reason: string;
}

/** The first responder answers for it again until an officer of the new unit accepts. */
function moved(subject: CaseSubject, { to, at, counted }: CaseAct, { toOrgId }: NewUnit) {
  if (toOrgId === subject.ownerOrgId) {
    throw badInput('toOrgId', { en: 'It is responsible already.', zh: '该单位已是责任单位。' });
  }
  return counted({ status: to, ownerOrgId: toOrgId, officerId: null, transferredAt: at });
}

export function transfer(subject: CaseSubject, act: CaseAct, unit: NewUnit): CaseDecision {
  const { at } = act;
  const changes = moved(subject, act, unit);
  const events = [transferredEvent({ ...subject, ...changes }, at, unit.toOrgId)];
  return { changes, events, entry: { type: 'TRANSFER', text: unit.reason, toOrgId: unit.toOrgId } };
}

/** The unit may stay the one it is: what ends is the quarrel. */
export function arbitrate(subject: CaseSubject, act: CaseAct, unit: NewUnit): CaseDecision {
  const { to, at } = act;
  const stays = unit.toOrgId === subject.ownerOrgId;
  const changes = { status: to, ...(stays ? {} : moved(subject, act, unit)), arbitratedAt: at };
  const events = stays ? [] : [transferredEvent({ ...subject, ...changes }, at, unit.toOrgId)];
  return { changes, events, entry: { type: 'ARBITRATE', text: unit.reason, toOrgId: unit.toOrgId } };
}

export function startHandling(_: CaseSubject, { to, by }: CaseAct, noInterest: boolean): CaseDecision {
  if (!noInterest) {
    throw guardFailed('R-RECUSAL', { en: 'Who has an interest recuses.', zh: '与事项有利害关系的人员应当回避。' });
  }
  return { changes: { status: to, officerId: by }, events: [], entry: { type: 'START' } };
}

export function extend(
  subject: CaseSubject,
  { to, at, counted }: CaseAct,
  given: { readonly days: number; readonly reason: string },
): CaseDecision {
  const changes = counted({ status: to, extendedAt: at, extensionDays: given.days });
  const { dueAt } = changes;
  if (dueAt === null) throw new Error(`${subject.id} has no limit to extend`);
  const events = [extendedEvent({ ...subject, ...changes }, at, dueAt)];
  return { changes, events, entry: { type: 'EXTEND', text: given.reason } };
}

const answered = (subject: CaseSubject, at: Date) => ({
  answeredAt: at,
  firstAnsweredAt: subject.firstAnsweredAt ?? at,
  callbackAttempts: 0,
});

interface GivenAnswer {
  readonly text: string;
  readonly result: CaseResult;
  readonly documentId: string | null;
}

/** The answer to a petition waits for its signature. */
export const answerOutcome = (subject: CaseSubject): 'DRAFT' | 'FINAL' => (isPetition(subject) ? 'DRAFT' : 'FINAL');

export function answer(subject: CaseSubject, { to, by, at }: CaseAct, given: GivenAnswer): CaseDecision {
  const kept = { ...given, draftedById: by, signedById: null };
  if (answerOutcome(subject) === 'DRAFT') {
    return {
      changes: { status: to, answer: kept },
      events: [],
      entry: { type: 'DRAFT_ANSWER', text: given.text },
    };
  }
  const changes = { status: to, answer: kept, ...answered(subject, at) };
  const events = [answeredEvent({ ...subject, ...changes }, at, given.result)];
  return { changes, events, entry: { type: 'ANSWER', text: given.text } };
}

export function signAnswer(subject: CaseSubject, { to, by, at }: CaseAct): CaseDecision {
  const { answer: draft } = subject;
  if (draft?.result == null) throw new Error(`${subject.id} has no answer to sign`);
  const changes = { status: to, answer: { ...draft, signedById: by }, ...answered(subject, at) };
  const events = [answeredEvent({ ...subject, ...changes }, at, draft.result)];
  return { changes, events, entry: { type: 'ANSWER', text: draft.text } };
}

/** who was asked first stays responsible until the other accepts. */
export const handFirstAsk = (_: CaseSubject, { to }: CaseAct, toPersonId: string): CaseDecision => ({
  changes: { status: to, handedToId: toPersonId },
  events: [],
  entry: { type: 'FIRST_ASK' },
});

export const acceptFirstAsk = (_: CaseSubject, { to, by }: CaseAct): CaseDecision => ({
  changes: { status: to, firstResponderId: by, handedToId: null },
  events: [],
  entry: { type: 'FIRST_ASK' },
});
