import { calledBackEvent, closedEvent, redoExhaustedEvent, redoneEvent, withdrawnEvent } from '../cases/case.events.ts';
import { type CaseSubject, maxCallbackAttempts, type RedoReason } from '../cases/case.ts';
import type { CaseAct, CaseDecision } from '../cases/case.workflow.ts';

const attemptsWith = ({ callbackAttempts }: CaseSubject, reached: boolean) => callbackAttempts + (reached ? 0 : 1);

/** The third vain attempt counts as done. */
export const callBackOutcome = (subject: CaseSubject, reached: boolean): 'DONE' | 'VAIN' =>
  reached || attemptsWith(subject, reached) >= maxCallbackAttempts ? 'DONE' : 'VAIN';

export function callBack(
  subject: CaseSubject,
  { to, at }: CaseAct,
  given: { readonly reached: boolean; readonly note: string | null },
): CaseDecision {
  const attempts = attemptsWith(subject, given.reached);
  const entry = { type: 'CALLBACK', text: given.note } as const;
  if (callBackOutcome(subject, given.reached) === 'VAIN')
    return { changes: { status: to, callbackAttempts: attempts }, events: [], entry };
  const changes = { status: to, callbackAttempts: attempts, calledBackAt: at };
  return { changes, entry, events: [calledBackEvent(subject, at, given.reached)] };
}

export function close(subject: CaseSubject, { to, at }: CaseAct): CaseDecision {
  return {
    changes: { status: to, closedAt: at },
    events: [closedEvent(subject, at)],
    entry: { type: 'CLOSE' },
  };
}

const toAnswerAnew = { answer: null, callbackAttempts: 0 };

/** The old answer stays in the journal only. */
export function redo(subject: CaseSubject, { to, at }: CaseAct, ground: string): CaseDecision {
  const redoCount = subject.redoCount + 1;
  return {
    changes: { status: to, redoCount, redoneAt: at, ...toAnswerAnew },
    events: [redoneEvent(subject, at, redoCount)],
    entry: { type: 'REDO', text: ground },
  };
}

/** The applicant still waits, so the unit handles it again while supervision follows it. */
export function handToSupervision(
  subject: CaseSubject,
  { to, at }: CaseAct,
  given: { readonly reason: RedoReason; readonly ground: string },
): CaseDecision {
  return {
    changes: { status: to, supervisedAt: at, ...toAnswerAnew },
    events: [redoExhaustedEvent(subject, at, given.reason)],
    entry: { type: 'TO_SUPERVISION', text: given.ground },
  };
}

export function withdraw(subject: CaseSubject, { to, at }: CaseAct, reason: string | null): CaseDecision {
  return {
    changes: { status: to, withdrawnAt: at, pausedAt: null },
    events: [withdrawnEvent(subject, at)],
    entry: { type: 'WITHDRAW', text: reason },
  };
}
