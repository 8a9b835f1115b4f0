import type { WorkingCalendar } from '@chengqi/office-kernel';
import { isPetition, type ServiceCase } from '../cases/case.ts';
import { answerDue, extendedFinishDue, finishDue, laterBy, noticeDue, objectionDue, resumedDue } from './clocks.ts';

export type Limits = Pick<ServiceCase, 'dueAt' | 'noticeDueAt' | 'objectionDueAt' | 'finishDueAt'>;

/** The limits of a case that still run, by another calendar; what it was told first, `originalDueAt`, never moves. */
export function recountedLimits(calendar: WorkingCalendar, found: ServiceCase): Limits {
  const { noticeDueAt, objectionDueAt, finishDueAt, acceptedAt, refusedAt, openedAt, transferredAt } = found;
  const told = acceptedAt !== null || refusedAt !== null;
  return {
    dueAt: recountedDue(calendar, found),
    noticeDueAt: noticeDueAt === null || told ? noticeDueAt : noticeDue(calendar, openedAt),
    objectionDueAt:
      objectionDueAt === null || transferredAt === null || told
        ? objectionDueAt
        : objectionDue(calendar, transferredAt),
    finishDueAt: finishDueAt === null || acceptedAt === null ? finishDueAt : finishDue(calendar, acceptedAt),
  };
}

/** The limit from its beginning, moved by its pauses and its extension. */
function recountedDue(calendar: WorkingCalendar, found: ServiceCase): Date | null {
  const { dueAt, extensionDays } = found;
  if (dueAt === null || (found.extendedAt !== null && extensionDays === null)) return dueAt;
  const beginning = isPetition(found) ? found.acceptedAt : found.openedAt;
  if (beginning === null) return dueAt;
  const extension = extensionDays ?? 0;
  const end = isPetition(found)
    ? extendedFinishDue(calendar, beginning, extension)
    : answerDue(calendar, found.kind, beginning, found.answerDays);
  if (end === null) return dueAt;
  const resumed = found.demands.reduce((due, { at, suppliedAt }) => {
    const paused = new Date(at);
    if (suppliedAt === null || paused < beginning) return due;
    return resumedDue(calendar, due, paused, new Date(suppliedAt));
  }, end);
  return isPetition(found) ? resumed : laterBy(calendar, resumed, extension);
}
