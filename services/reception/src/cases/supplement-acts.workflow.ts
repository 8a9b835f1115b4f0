import { demandedEvent, supplementedEvent } from './case.events.ts';
import type { CaseSubject } from './case.ts';
import { caseWorkflow } from './case.workflow.ts';
import { type Act, type Decision, personOf } from './case-acts.workflow.ts';

const named = (items: readonly string[]): string => items.join('；');

function demand(
  subject: CaseSubject,
  { actor, expectedVersion }: Act,
  given: { readonly items: readonly string[]; readonly fault: string | null },
): Decision {
  const action = given.fault === null ? 'ISSUE_ONE_TIME_NOTICE' : 'DEMAND_SUPPLEMENT_AGAIN';
  const { to, role } = caseWorkflow.permit(actor, subject, action, { expectedVersion });
  const byId = personOf(actor);
  const demands = [...subject.demands, { ...given, byId, at: subject.at.toISOString(), suppliedAt: null }];
  const changes = {
    status: to,
    demands,
    pausedAt: subject.dueAt === null ? null : subject.at,
    secondSupplementAt: given.fault === null ? subject.secondSupplementAt : subject.at,
  };
  const entry = {
    type: 'SUPPLEMENT_NOTICE',
    text: [named(given.items), given.fault].filter(Boolean).join('\n'),
  } as const;
  return { changes, role, entry, events: [demandedEvent({ ...subject, ...changes }, subject.at, demands.length)] };
}

export const issueOneTimeNotice = (subject: CaseSubject, act: Act, items: readonly string[]): Decision =>
  demand(subject, act, { items, fault: null });

/** only with the fault of the first demand on record. */
export const demandSupplementAgain = (
  subject: CaseSubject,
  act: Act,
  given: { readonly items: readonly string[]; readonly fault: string },
): Decision => demand(subject, act, given);

/** `resumed` moves a paused end by the pause. */
export function supplement(
  subject: CaseSubject,
  { actor, expectedVersion }: Act,
  given: { readonly note: string | null; readonly resumed: (dueAt: Date, pausedAt: Date) => Date },
): Decision {
  const { to, role } = caseWorkflow.permit(actor, subject, 'SUPPLEMENT', { expectedVersion });
  const { dueAt, pausedAt, at } = subject;
  const last = subject.demands.length - 1;
  const changes = {
    status: to,
    demands: subject.demands.map((each, index) => (index === last ? { ...each, suppliedAt: at.toISOString() } : each)),
    dueAt: dueAt !== null && pausedAt !== null ? given.resumed(dueAt, pausedAt) : dueAt,
    pausedAt: null,
  };
  const events = [supplementedEvent({ ...subject, ...changes }, at)];
  return { changes, role, events, entry: { type: 'SUPPLEMENT', text: given.note } };
}
