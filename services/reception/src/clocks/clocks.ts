import {
  type Deadline,
  extendDeadline,
  pauseDeadline,
  resumeDeadline,
  startDeadline,
  type WorkingCalendar,
} from '@chengqi/office-kernel';
import type { CaseKind } from '@chengqi/schemas/events/reception';
import type { SupplementDemand } from '../cases/case.ts';
import { answerRule, hotlineReturnRule, petitionRules } from './deadline-rules.ts';

export const maxExtensionDays = 10;
export const maxPetitionExtensionDays = 30;
const askDays = 30;

/** Null for kinds whose limit does not begin with the registration. */
export function answerLimit(
  calendar: WorkingCalendar,
  kind: CaseKind,
  openedAt: Date,
  promisedDays: number | null = null,
): Deadline | null {
  const rule = answerRule(kind, promisedDays);
  return rule && startDeadline(rule, openedAt, calendar);
}

/** A limit that paused while papers were missing; it still pauses where they did not come. */
export const pausedFor = (
  calendar: WorkingCalendar,
  limit: Deadline,
  demands: readonly Pick<SupplementDemand, 'at' | 'suppliedAt'>[],
): Deadline =>
  demands.reduce((left, { at, suppliedAt }) => {
    const pausedAt = new Date(at);
    if (left.clock !== 'RUNNING' || pausedAt < left.startAt) return left;
    const paused = pauseDeadline(left, pausedAt);
    return suppliedAt === null ? paused : resumeDeadline(paused, new Date(suppliedAt), calendar);
  }, limit);

export const noticeLimit = (calendar: WorkingCalendar, registeredAt: Date): Deadline =>
  startDeadline(petitionRules.notice, registeredAt, calendar);

export const objectionLimit = (calendar: WorkingCalendar, transferredAt: Date): Deadline =>
  startDeadline(petitionRules.objection, transferredAt, calendar);

export const finishLimit = (calendar: WorkingCalendar, acceptedAt: Date): Deadline =>
  startDeadline(petitionRules.finish, acceptedAt, calendar);

/** The extension is added before the end moves off a holiday. */
export const extendedBy = (calendar: WorkingCalendar, limit: Deadline, days: number): Deadline =>
  days === 0 ? limit : extendDeadline(limit, days, calendar);

/** The days of a hearing, both ends included, do not count. */
export const reviewLimit = (
  calendar: WorkingCalendar,
  stage: 'REVIEW' | 'RECHECK',
  askedAt: Date,
  hearingDays = 0,
): Deadline =>
  extendedBy(
    calendar,
    startDeadline(stage === 'REVIEW' ? petitionRules.review : petitionRules.recheck, askedAt, calendar),
    hearingDays,
  );

/** The days within which a unit may hand a case on, counted from when it got it; null where no rule limits it. */
export function transferLimit(calendar: WorkingCalendar, kind: CaseKind, receivedAt: Date): Deadline | null {
  if (kind === 'PETITION') return objectionLimit(calendar, receivedAt);
  return kind === 'HOTLINE' ? startDeadline(hotlineReturnRule, receivedAt, calendar) : null;
}

/** Until when a petitioner may ask for review, and after it for recheck: a right that lapses, not a limit of the office. */
export const reviewAskDue = (calendar: WorkingCalendar, answeredAt: Date): Date =>
  startDeadline({ ...petitionRules.review, amount: askDays, warnBefore: [] }, answeredAt, calendar).dueAt;

export type NoticeState = 'ON_TIME' | 'LATE' | 'RUNNING' | 'OVERDUE';

interface NoticeFacts {
  readonly noticeDueAt: Date;
  readonly acceptedAt: Date | null;
  readonly refusedAt: Date | null;
}

/** How the days of the written notice stand; what happened after `asOf` has not happened. */
export function noticeState({ noticeDueAt, acceptedAt, refusedAt }: NoticeFacts, asOf: Date): NoticeState {
  const told = [acceptedAt, refusedAt].filter((at): at is Date => at !== null && at <= asOf);
  if (told.length === 0) return asOf.getTime() > noticeDueAt.getTime() ? 'OVERDUE' : 'RUNNING';
  return told.some((at) => at <= noticeDueAt) ? 'ON_TIME' : 'LATE';
}
