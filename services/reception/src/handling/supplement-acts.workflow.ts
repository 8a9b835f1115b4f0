import { demandedEvent, supplementedEvent } from '../cases/case.events.ts';
import type { CaseSubject } from '../cases/case.ts';
import type { CaseAct, CaseDecision } from '../cases/case.workflow.ts';

const named = (items: readonly string[]): string => items.join('；');

function demand(
  subject: CaseSubject,
  { to, by, at }: CaseAct,
  given: { readonly items: readonly string[]; readonly fault: string | null },
): CaseDecision {
  const demands = [...subject.demands, { ...given, byId: by, at: at.toISOString(), suppliedAt: null }];
  const changes = {
    status: to,
    demands,
    pausedAt: subject.dueAt === null ? null : at,
    secondSupplementAt: given.fault === null ? subject.secondSupplementAt : at,
  };
  const entry = {
    type: 'SUPPLEMENT_NOTICE',
    text: [named(given.items), given.fault].filter(Boolean).join('\n'),
  } as const;
  return { changes, entry, events: [demandedEvent({ ...subject, ...changes }, at, demands.length)] };
}

export const issueOneTimeNotice = (subject: CaseSubject, act: CaseAct, items: readonly string[]): CaseDecision =>
  demand(subject, act, { items, fault: null });

/** only with the fault of the first demand on record. */
export const demandSupplementAgain = (
  subject: CaseSubject,
  act: CaseAct,
  given: { readonly items: readonly string[]; readonly fault: string },
): CaseDecision => demand(subject, act, given);

/** The limit runs on, moved by the pause. */
export function supplement(
  subject: CaseSubject,
  { to, at, counted }: CaseAct,
  given: { readonly note: string | null },
): CaseDecision {
  const last = subject.demands.length - 1;
  const changes = counted({
    status: to,
    demands: subject.demands.map((each, index) => (index === last ? { ...each, suppliedAt: at.toISOString() } : each)),
    pausedAt: null,
  });
  const events = [supplementedEvent({ ...subject, ...changes }, at)];
  return { changes, events, entry: { type: 'SUPPLEMENT', text: given.note } };
}
