import { calledBackEvent, closedEvent, redoneEvent, withdrawnEvent } from './case.events.ts';
import { type CaseSubject, maxCallbackAttempts } from './case.ts';
import { caseWorkflow } from './case.workflow.ts';
import type { Act, Decision } from './case-acts.workflow.ts';

/** The third vain attempt counts as done. */
export function callBack(
  subject: CaseSubject,
  { actor, expectedVersion }: Act,
  given: { readonly reached: boolean; readonly note: string | null },
): Decision {
  const attempts = subject.callbackAttempts + (given.reached ? 0 : 1);
  const outcome = given.reached || attempts >= maxCallbackAttempts ? 'DONE' : 'VAIN';
  const { to, role } = caseWorkflow.permit(actor, subject, 'CALL_BACK', { expectedVersion, outcome });
  const entry = { type: 'CALLBACK', text: given.note } as const;
  if (outcome === 'VAIN') return { changes: { status: to, callbackAttempts: attempts }, role, events: [], entry };
  const changes = { status: to, callbackAttempts: attempts, calledBackAt: subject.at };
  return { changes, role, entry, events: [calledBackEvent(subject, subject.at, given.reached)] };
}

export function close(subject: CaseSubject, { actor, expectedVersion }: Act): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'CLOSE', { expectedVersion });
  return {
    changes: { status: to, closedAt: subject.at },
    role,
    events: [closedEvent(subject, subject.at)],
    entry: { type: 'CLOSE' },
  };
}

/** The old answer stays in the journal only. */
export function redo(subject: CaseSubject, { actor, expectedVersion }: Act, ground: string): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'REDO', { expectedVersion });
  const redoCount = subject.redoCount + 1;
  return {
    changes: { status: to, redoCount, redoneAt: subject.at, answer: null, callbackAttempts: 0 },
    role,
    events: [redoneEvent(subject, subject.at, redoCount)],
    entry: { type: 'REDO', text: ground },
  };
}

export function withdraw(subject: CaseSubject, { actor, expectedVersion }: Act, reason: string | null): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'WITHDRAW', { expectedVersion });
  return {
    changes: { status: to, withdrawnAt: subject.at, pausedAt: null },
    role,
    events: [withdrawnEvent(subject, subject.at)],
    entry: { type: 'WITHDRAW', text: reason },
  };
}
