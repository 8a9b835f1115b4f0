import { type Deadline, isOverdue, judgeDeadline, type WorkingCalendar } from '@chengqi/office-kernel';
import { isPetition, type ServiceCase } from '../cases/case.ts';
import { answerLimit, extendedBy, finishLimit, noticeLimit, pausedFor, reviewLimit, transferLimit } from './clocks.ts';

/** What of a case its limits follow from. */
export type LimitFacts = Pick<
  ServiceCase,
  | 'kind'
  | 'status'
  | 'imported'
  | 'answerDays'
  | 'openedAt'
  | 'acceptedAt'
  | 'refusedAt'
  | 'withdrawnAt'
  | 'firstAnsweredAt'
  | 'transferredAt'
  | 'arbitratedAt'
  | 'demands'
  | 'extensionDays'
  | 'stage'
  | 'reviewAskedAt'
  | 'hearingDays'
  | 'opinions'
  | keyof Limits
>;

/** The ends of limits that a case carries, so that lists can go by them. */
export type Limits = Pick<
  ServiceCase,
  'dueAt' | 'originalDueAt' | 'noticeDueAt' | 'objectionDueAt' | 'finishDueAt' | 'reviewDueAt'
>;

/** The limit to answer or, of a petition, to finish: begun, paused and extended. */
function mainLimit(calendar: WorkingCalendar, facts: LimitFacts): Deadline | null {
  const { kind, openedAt, acceptedAt, answerDays, demands, extensionDays } = facts;
  const begun = isPetition(facts)
    ? acceptedAt && finishLimit(calendar, acceptedAt)
    : answerLimit(calendar, kind, openedAt, answerDays);
  if (begun === null) return null;
  return pausedFor(calendar, extendedBy(calendar, begun, extensionDays ?? 0), demands);
}

/** History stays as its export tells it; what was promised first stays as it was promised. */
const asStated = (limit: Deadline, { imported, dueAt, originalDueAt }: LimitFacts): Deadline => ({
  ...limit,
  ...(imported && dueAt !== null && { dueAt }),
  originalDueAt: originalDueAt ?? limit.originalDueAt,
});

const handable = ['REGISTERED', 'SUPPLEMENT', 'ACCEPTED'];

function handingLimit(calendar: WorkingCalendar, facts: LimitFacts, now: Date): Deadline | null {
  const { kind, status, transferredAt, openedAt, arbitratedAt } = facts;
  // A petition came to its first unit by registration, to which nobody objects.
  const receivedAt = transferredAt ?? (isPetition(facts) ? null : openedAt);
  const limit = receivedAt && transferLimit(calendar, kind, receivedAt);
  if (!limit) return null;
  const over = !handable.includes(status) || arbitratedAt !== null || isOverdue(limit, now);
  return judgeDeadline(limit, { met: null, over }, now);
}

function reviewingLimit(calendar: WorkingCalendar, facts: LimitFacts, now: Date): Deadline | null {
  const { stage, reviewAskedAt, hearingDays, opinions } = facts;
  if (stage === 'FIRST' || reviewAskedAt === null) return null;
  const decided = opinions.findLast((opinion) => opinion.stage === stage)?.at;
  const met = decided === undefined ? null : new Date(decided);
  return judgeDeadline(
    reviewLimit(calendar, stage, reviewAskedAt, hearingDays ?? 0),
    { met, over: isGone(facts) },
    now,
  );
}

const isGone = ({ refusedAt, withdrawnAt }: LimitFacts): boolean => refusedAt !== null || withdrawnAt !== null;

/**
 * Every limit of a case and how it stands at a moment, from what is known of the case alone. Of an accusation there are
 * none: not even its limits are told.
 */
export function deadlinesOf(calendar: WorkingCalendar, facts: LimitFacts, now: Date): Deadline[] {
  if (facts.kind === 'ACCUSATION') return [];
  const { acceptedAt, refusedAt, openedAt, firstAnsweredAt } = facts;
  const main = mainLimit(calendar, facts);
  const notice = isPetition(facts)
    ? judgeDeadline(noticeLimit(calendar, openedAt), { met: acceptedAt ?? refusedAt, over: isGone(facts) }, now)
    : null;
  return [
    notice,
    handingLimit(calendar, facts, now),
    main && judgeDeadline(asStated(main, facts), { met: firstAnsweredAt, over: isGone(facts) }, now),
    reviewingLimit(calendar, facts, now),
  ].filter((limit) => limit !== null);
}

const reviewing = ['REVIEWING', 'RECHECKING'];

/** The ends of the limits as they follow from the case; the notice that was given in time is not judged anew. */
export function limitsOf(calendar: WorkingCalendar, facts: LimitFacts): Limits {
  const { kind, openedAt, acceptedAt, refusedAt, transferredAt, stage, reviewAskedAt, hearingDays } = facts;
  const main = mainLimit(calendar, facts);
  const told = acceptedAt !== null || refusedAt !== null;
  const petition = isPetition(facts);
  const notice = petition ? noticeLimit(calendar, openedAt).dueAt : null;
  const objection = petition && transferredAt !== null ? transferLimit(calendar, kind, transferredAt) : null;
  return {
    dueAt: main?.dueAt ?? null,
    originalDueAt: facts.originalDueAt ?? main?.originalDueAt ?? null,
    noticeDueAt: told ? (facts.noticeDueAt ?? notice) : notice,
    objectionDueAt: objection?.dueAt ?? null,
    finishDueAt: petition && acceptedAt !== null ? finishLimit(calendar, acceptedAt).dueAt : null,
    reviewDueAt:
      reviewing.includes(facts.status) && stage !== 'FIRST' && reviewAskedAt !== null
        ? reviewLimit(calendar, stage, reviewAskedAt, hearingDays ?? 0).dueAt
        : null,
  };
}
