import { badInput } from '@chengqi/service-kit';
import { reviewRequestedEvent, terminatedEvent } from '../cases/case.events.ts';
import type { CaseSubject } from '../cases/case.ts';
import type { CaseAct, CaseDecision } from '../cases/case.workflow.ts';

interface Asked {
  readonly stage: 'REVIEW' | 'RECHECK';
  /** The next organisation up, or the topmost one where the tree ends. */
  readonly toOrgId: string;
  readonly ground: string;
}

export function requestReview(subject: CaseSubject, { to, at, counted }: CaseAct, asked: Asked): CaseDecision {
  const { stage, toOrgId } = asked;
  const changes = counted({ status: to, stage, reviewOrgId: toOrgId, reviewAskedAt: at, hearingDays: null });
  const { reviewDueAt: dueAt } = changes;
  if (dueAt === null) throw new Error(`${subject.id} is not under review`);
  return {
    changes,
    events: [reviewRequestedEvent(subject, at, { stage, toOrgId, dueAt })],
    entry: { type: 'REVIEW', text: asked.ground, toOrgId: asked.toOrgId },
  };
}

/** Of the 30 days those of the hearing do not count. */
export function recordHearing(
  { hearingDays }: CaseSubject,
  { to, counted }: CaseAct,
  given: { readonly fromOn: string; readonly toOn: string; readonly days: number },
): CaseDecision {
  if (given.toOn < given.fromOn) {
    throw badInput('toOn', { en: 'Not before the first day.', zh: '结束日期不得早于开始日期。' });
  }
  return {
    changes: counted({ status: to, hearingDays: (hearingDays ?? 0) + given.days }),
    events: [],
    entry: { type: 'HEARING', text: `${given.fromOn} ~ ${given.toOn}` },
  };
}

/** After a review the answer stands or is to be given anew, and may be rechecked; a recheck ends the matter for good. */
export function decideReview(
  subject: CaseSubject,
  { to, by, at }: CaseAct,
  given: { readonly upheld: boolean; readonly opinion: string },
): CaseDecision {
  const { stage } = subject;
  const opinion = { stage, byId: by, at: at.toISOString(), upheld: given.upheld, text: given.opinion };
  const over = to === 'TERMINATED';
  return {
    changes: {
      status: to,
      opinions: [...subject.opinions, opinion],
      reviewDueAt: null,
      callbackAttempts: 0,
      ...(over && { terminatedAt: at }),
    },
    events: over ? [terminatedEvent(subject, at)] : [],
    entry: { type: 'DECIDE', text: given.opinion },
  };
}
