import type { WorkingCalendar } from '@chengqi/office-kernel';
import type { CaseKind } from '@chengqi/schemas/events/reception';

/** Working days to answer, by kind; petitions are counted from acceptance, accusations have no public limit. */
export const answerDays: Readonly<Record<CaseKind, number | null>> = {
  SERVICE: 5,
  HOTLINE: 5,
  CONSULT: 5,
  SUGGESTION: 15,
  STAFF_APPEAL: 15,
  PETITION: null,
  ACCUSATION: null,
};
export const maxExtensionDays = 10;
export const petitionDays = { notice: 15, objection: 5, finish: 60, extension: 30, ask: 30, decide: 30 } as const;
export const hotlineReturnDays = 2;

/** Statutory calendar days: day 0 is the start day, the end moves from a day off to the next working day. */
export const statutoryEnd = (calendar: WorkingCalendar, from: Date, days: number): Date =>
  calendar.endOf(calendar.rollForward(calendar.dayAfter(calendar.dayOf(from), days)));

/** End of the limit to answer, as the matter promises or the kind says; null for kinds whose limit begins later. */
export function answerDue(
  calendar: WorkingCalendar,
  kind: CaseKind,
  openedAt: Date,
  promisedDays: number | null = null,
): Date | null {
  const days = promisedDays ?? answerDays[kind];
  return days === null ? null : calendar.addWorkingDays(openedAt, days);
}

export const noticeDue = (calendar: WorkingCalendar, registeredAt: Date): Date =>
  statutoryEnd(calendar, registeredAt, petitionDays.notice);

export const objectionDue = (calendar: WorkingCalendar, transferredAt: Date): Date =>
  calendar.addWorkingDays(transferredAt, petitionDays.objection);

export const finishDue = (calendar: WorkingCalendar, acceptedAt: Date): Date =>
  statutoryEnd(calendar, acceptedAt, petitionDays.finish);

/** The extension is added before the end moves. */
export const extendedFinishDue = (calendar: WorkingCalendar, acceptedAt: Date, days: number): Date =>
  statutoryEnd(calendar, acceptedAt, petitionDays.finish + days);

/** The rest of the limit runs on after a pause, in whole working days. */
export function resumedDue(calendar: WorkingCalendar, dueAt: Date, pausedAt: Date, at: Date): Date {
  return laterBy(calendar, dueAt, calendar.workingDaysBetween(pausedAt, at));
}

/** A limit in working days, so many days later. */
export const laterBy = (calendar: WorkingCalendar, dueAt: Date, days: number): Date =>
  days === 0 ? dueAt : calendar.endOf(calendar.workingDayAfter(calendar.lastDayOf(dueAt), days));

/** Until when a unit may hand a case on, counted from when it got it; null where no rule limits it. */
export function transferDue(calendar: WorkingCalendar, kind: CaseKind, receivedAt: Date): Date | null {
  if (kind === 'PETITION') return objectionDue(calendar, receivedAt);
  return kind === 'HOTLINE' ? calendar.addWorkingDays(receivedAt, hotlineReturnDays) : null;
}

export const reviewAskDue = (calendar: WorkingCalendar, answeredAt: Date): Date =>
  statutoryEnd(calendar, answeredAt, petitionDays.ask);

/** Days of a hearing, both ends included, do not count. */
export const reviewDue = (calendar: WorkingCalendar, requestedAt: Date, hearingDays = 0): Date =>
  statutoryEnd(calendar, requestedAt, petitionDays.decide + hearingDays);

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
