import {
  daysLaidDown,
  judgeDeadline,
  type PartDeadline,
  startDeadline,
  statedDeadline,
  type WorkingCalendar,
} from '@chengqi/office-kernel';
import type { Assignment, AssignmentState } from '../assignments/assignment.ts';
import { type ItemState, isHistory, type SupervisionItem } from '../items/item.ts';
import { type LightFacts, periodsOf } from '../lights/light.workflow.ts';
import { milestoneDueAt } from '../milestones/milestone.workflow.ts';
import { rules } from './deadline-rules.ts';

/** Everything that the limits of an item follow from. */
export type LimitFacts = LightFacts & { readonly assignments: readonly Assignment[] };

const turnedDown: readonly ItemState[] = ['REJECTED', 'MERGED'];
/** Since when nobody works on it: suspended, or done. */
const idleSince = ({ idle }: SupervisionItem): Date | null => {
  const last = idle.at(-1);
  return last && last.to === null ? new Date(last.from) : null;
};

function registering({ item }: LimitFacts, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  const limit = startDeadline(rules.register, item.createdAt, calendar);
  return [judgeDeadline(limit, { met: item.registeredAt, over: turnedDown.includes(item.status) }, now)];
}

/** A unit that disputes its part, or has given it away, is not asked to accept it. */
const askedStates: readonly AssignmentState[] = ['SENT', 'WORKING', 'DONE'];

function accepting({ item, assignments }: LimitFacts, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  const over = idleSince(item) !== null;
  return assignments.map(({ id, state, sentAt, acceptedAt }) => ({
    ...judgeDeadline(
      startDeadline(rules.accept, sentAt, calendar),
      { met: acceptedAt, over: over || !askedStates.includes(state) },
      now,
    ),
    part: id,
  }));
}

function finishing({ item, extensions }: LimitFacts, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  const { registeredAt, dueAt, completedAt, status } = item;
  if (registeredAt === null || dueAt === null) return [];
  const originalDueAt = item.originalDueAt ?? dueAt;
  const rule = rules.finish(daysLaidDown(calendar, registeredAt, originalDueAt));
  const limit = statedDeadline(rule, { startAt: registeredAt, dueAt, originalDueAt }, calendar);
  const granted = extensions.filter(({ decision }) => decision === 'APPROVED').length;
  const over = completedAt === null && status === 'STRUCK_OFF';
  const paused = completedAt === null ? idleSince(item) : null;
  return [judgeDeadline({ ...limit, extensions: granted }, { met: completedAt, over, paused }, now)];
}

function deciding({ item, extensions }: LimitFacts, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  const over = item.completedAt !== null;
  return extensions.map(({ id, requestedAt, decidedAt }) => ({
    ...judgeDeadline(startDeadline(rules.extension, requestedAt, calendar), { met: decidedAt, over }, now),
    part: id,
  }));
}

function answering({ item, notices }: LimitFacts, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  const over = item.completedAt !== null;
  return notices.map(({ id, issuedAt: startAt, answerDueAt: dueAt, answeredAt: met }) => {
    const rule = rules.notice(daysLaidDown(calendar, startAt, dueAt));
    const limit = statedDeadline(rule, { startAt, dueAt, originalDueAt: dueAt }, calendar);
    return { ...judgeDeadline(limit, { met, over }, now), part: id };
  });
}

function reaching({ item, milestones }: LimitFacts, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  const paused = item.completedAt === null ? idleSince(item) : null;
  return milestones.map((milestone) => {
    const { id, addedAt, plannedAt, doneAt, droppedAt } = milestone;
    const rule = rules.milestone(daysLaidDown(calendar, addedAt, plannedAt));
    const dueAt = milestoneDueAt(milestone, item, now, calendar);
    const limit = statedDeadline(rule, { startAt: addedAt, dueAt, originalDueAt: plannedAt }, calendar);
    const over = droppedAt !== null || item.completedAt !== null;
    return { ...judgeDeadline(limit, { met: doneAt, over, paused }, now), part: id };
  });
}

/** The running period of feedback and the one before it, each by its number; a period that touches idle time asks nothing. */
function reporting(facts: LimitFacts, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  return periodsOf(facts, now, calendar).map(({ number, startAt, dueAt, days, reportedAt, excused }) => {
    const limit = statedDeadline(rules.feedback(days), { startAt, dueAt, originalDueAt: dueAt }, calendar);
    return { ...judgeDeadline(limit, { met: reportedAt, over: excused }, now), part: String(number) };
  });
}

/** Every limit of an item and its parts and how it stands at a moment; history is under none. */
export function deadlinesOf(facts: LimitFacts, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  if (isHistory(facts.item)) return [];
  return [registering, accepting, finishing, deciding, answering, reaching, reporting].flatMap((each) =>
    each(facts, calendar, now),
  );
}
