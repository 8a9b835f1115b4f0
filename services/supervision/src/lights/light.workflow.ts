import type { WorkingCalendar } from '@chengqi/office-kernel';
import type { Assignment } from '../assignments/assignment.ts';
import type { Extension } from '../extensions/extension.ts';
import type { FeedbackCycle, IdleSpan, SupervisionItem, Verification } from '../items/item.ts';
import type { Milestone } from '../milestones/milestone.ts';
import { milestoneDueAt } from '../milestones/milestone.workflow.ts';
import type { UrgeNotice } from '../notices/notice.ts';
import type { Obstacle, ProgressReport } from '../progress/progress.ts';
import type { Light, LightReason, LightVerdict } from './light.ts';

/** Everything a light is computed from. */
export interface LightFacts {
  readonly item: SupervisionItem;
  readonly reports: readonly ProgressReport[];
  readonly notices: readonly UrgeNotice[];
  readonly obstacles: readonly Obstacle[];
  readonly milestones: readonly Milestone[];
  readonly verifications: readonly Verification[];
  readonly extensions: readonly Extension[];
  readonly leadOrgId: string | null;
}

/** Working days before the limit in which it is near, and after which an obstacle or a late milestone stands for long. */
const near = 3;
const long = 5;
/** Percentage points that progress may be behind the time elapsed. */
const behind = 15;
const lastInstant = new Date('9999-12-31');

/** The first rule that matches decides, on what was known at `asOf`. */
export function lightOf(facts: LightFacts, asOf: Date, calendar: WorkingCalendar): LightVerdict {
  const { item } = facts;
  if (item.registeredAt === null || item.registeredAt > asOf || item.dueAt === null)
    return verdict('NONE', 'NOT_REGISTERED');
  if (item.idle.some((span) => covers(span, asOf))) return verdict('NONE', 'CLOSED_OR_SUSPENDED');
  const missed = missedFeedbacks(facts, asOf, calendar);
  const dueAt = limitAt(facts, item.dueAt, asOf);
  const red = redReason(facts, dueAt, missed, asOf, calendar);
  if (red) return verdict('RED', red);
  const yellow = yellowReason(facts, dueAt, missed, asOf, calendar);
  return yellow ? verdict('YELLOW', yellow) : verdict('GREEN', null);
}

/** The unit that leads, as it was sent out, else as it was registered. */
export const leadOf = ({ leadOrgId }: SupervisionItem, parts: readonly Assignment[]): string | null =>
  parts.find(({ lead }) => lead)?.orgId ?? leadOrgId;

const verdict = (light: Light, reason: LightReason | null): LightVerdict => ({ light, reason });
const until = (at: Date, asOf: Date) => at.getTime() <= asOf.getTime();
const openAt = (start: Date, end: Date | null, asOf: Date) => until(start, asOf) && (end === null || end > asOf);
const covers = ({ from, to }: IdleSpan, asOf: Date) => openAt(new Date(from), to === null ? null : new Date(to), asOf);

/** The limit in force then: what was granted, or resumed, later had not moved it yet. */
function limitAt({ item, extensions }: LightFacts, dueAt: Date, asOf: Date): Date {
  const granted = extensions
    .filter(({ decision, decidedAt }) => decision === 'APPROVED' && decidedAt !== null && decidedAt > asOf)
    .map(({ fromDueAt }) => fromDueAt.getTime());
  const resumed = item.idle
    .filter(({ to }) => to !== null && !until(new Date(to), asOf))
    .flatMap((span) => (span.dueAt === undefined ? [] : [Date.parse(span.dueAt)]));
  return new Date(Math.min(dueAt.getTime(), ...granted, ...resumed));
}

function redReason(
  facts: LightFacts,
  dueAt: Date,
  missed: number,
  asOf: Date,
  calendar: WorkingCalendar,
): LightReason | null {
  if (asOf > dueAt) return 'PAST_DUE';
  if (milestonesLateAt(facts, asOf, calendar).some((at) => asOf > at)) return 'MILESTONE_LATE';
  if (missed >= 2) return 'TWO_FEEDBACKS_MISSED';
  const unanswered = facts.notices.some(
    ({ color, issuedAt, answeredAt }) => color === 'RED' && openAt(issuedAt, answeredAt, asOf),
  );
  return unanswered ? 'RED_NOTICE_OPEN' : null;
}

/** From when each milestone that is open at `asOf` makes the light red. */
const milestonesLateAt = ({ item, milestones }: LightFacts, asOf: Date, calendar: WorkingCalendar): Date[] =>
  milestones
    .filter(({ addedAt, doneAt, droppedAt }) => openAt(addedAt, doneAt, asOf) && openAt(addedAt, droppedAt, asOf))
    .map((milestone) => calendar.lastDayOf(milestoneDueAt(milestone, item, asOf, calendar)))
    .map((day) => calendar.endOf(calendar.workingDayAfter(day, long)));

function yellowReason(
  facts: LightFacts,
  dueAt: Date,
  missed: number,
  asOf: Date,
  calendar: WorkingCalendar,
): LightReason | null {
  if (dueAt <= calendar.addWorkingDays(asOf, near)) return 'DUE_WITHIN_3_WORKING_DAYS';
  if (asOf > latestOnCourse(facts, dueAt, asOf)) return 'BEHIND_SCHEDULE';
  if (missed >= 1) return 'FEEDBACK_MISSED';
  if (facts.verifications.some(({ result, at }) => result !== 'PASS' && until(at, asOf))) return 'VERIFICATION_FAILED';
  const blocked = facts.obstacles.some(
    ({ raisedAt, resolvedAt }) => openAt(raisedAt, resolvedAt, asOf) && asOf > calendar.addWorkingDays(raisedAt, long),
  );
  return blocked ? 'OBSTACLE_OPEN_LONG' : null;
}

/**
 * Until when progress as it is keeps up with the time elapsed, of which it may be `behind` points short. Suspended time
 * does not run: it has moved the limit and is left out of what has elapsed.
 */
function latestOnCourse(facts: LightFacts, dueAt: Date, asOf: Date): Date {
  const allowed = progressAt(facts, asOf) + behind;
  if (allowed >= 100) return lastInstant;
  const from = startOfWork(facts.item, asOf);
  return new Date(from + Math.floor((allowed * Math.max(0, dueAt.getTime() - from)) / 100));
}

/** Registration, later by all that was suspended since. */
function startOfWork({ registeredAt, idle }: SupervisionItem, asOf: Date): number {
  const stopped = idle.reduce((sum, { from: start, to }) => {
    const end = Math.min(to === null ? asOf.getTime() : Date.parse(to), asOf.getTime());
    return sum + Math.max(0, end - Date.parse(start));
  }, 0);
  return (registeredAt?.getTime() ?? 0) + stopped;
}

/** The lead unit's last word; an item imported without reports keeps its stored percentage. */
function progressAt({ item, reports, leadOrgId }: LightFacts, asOf: Date): number {
  const own = reports.filter(({ kind, orgId, ofLead }) => kind === 'FEEDBACK' && (ofLead ?? orgId === leadOrgId));
  if (own.length === 0) return item.progressPercent;
  return own.filter(({ at }) => until(at, asOf)).at(-1)?.percent ?? 0;
}

const periodDays: Record<FeedbackCycle, number | null> = { DAILY: 1, WEEKLY: 7, BIWEEKLY: 14, MONTHLY: 30, NONE: null };

/** A period in which the units owe a feedback. */
export interface FeedbackPeriod {
  /** Counted from 1, the first after the item was taken on. */
  readonly number: number;
  readonly startAt: Date;
  readonly dueAt: Date;
  readonly days: number;
  /** The first feedback in it. */
  readonly reportedAt: Date | null;
  /** It touches a time in which nobody worked on the item. */
  readonly excused: boolean;
}

/** The last finished period and the running one, as known at `asOf`; none of an item that is not fed back in periods. */
export function periodsOf({ item, reports }: LightFacts, asOf: Date, calendar: WorkingCalendar): FeedbackPeriod[] {
  const days = periodDays[item.feedbackCycle];
  if (days === null || item.acceptedAt === null) return [];
  const accepted = calendar.dayOf(item.acceptedAt);
  const finished = Math.max(0, Math.floor((calendar.daysBetween(item.acceptedAt, asOf) - 1) / days));
  const given = reports.filter(({ kind, at }) => kind === 'FEEDBACK' && until(at, asOf));
  return [finished - 1, finished, finished + 1]
    .filter((number) => number >= 1)
    .map((number) => {
      const first = calendar.dayAfter(accepted, (number - 1) * days + 1);
      const last = calendar.dayAfter(accepted, number * days);
      const isIn = (at: Date) => calendar.dayOf(at) >= first && calendar.dayOf(at) <= last;
      const excused = item.idle.some(
        ({ from, to }) =>
          calendar.dayOf(new Date(from)) <= last && (to === null || calendar.dayOf(new Date(to)) >= first),
      );
      const reportedAt = given.find(({ at }) => isIn(at))?.at ?? null;
      return { number, startAt: calendar.startOf(first), dueAt: calendar.endOf(last), days, reportedAt, excused };
    });
}

/** How many of the last two finished periods have no report, counted back from the last. */
function missedFeedbacks(facts: LightFacts, asOf: Date, calendar: WorkingCalendar): number {
  const [last, before] = periodsOf(facts, asOf, calendar)
    .filter(({ dueAt }) => until(dueAt, asOf))
    .toReversed();
  const isMissed = (period: FeedbackPeriod | undefined) => period?.reportedAt === null && !period.excused;
  if (!isMissed(last)) return 0;
  return isMissed(before) ? 2 : 1;
}

/**
 * The next instant at which the light may be another one though nobody acts; null when it stays. Between two such
 * instants it is the same at every moment.
 */
export function nextLook(facts: LightFacts, asOf: Date, calendar: WorkingCalendar): Date | null {
  const { item } = facts;
  if (item.registeredAt === null || item.dueAt === null || item.idle.some((span) => covers(span, asOf))) return null;
  const dueAt = limitAt(facts, item.dueAt, asOf);
  const soon = calendar.startOf(calendar.workingDayAfter(calendar.lastDayOf(dueAt), -near));
  const later = [
    item.registeredAt,
    justAfter(dueAt),
    soon,
    justAfter(latestOnCourse(facts, dueAt, asOf)),
    ...facts.obstacles
      .filter(({ raisedAt, resolvedAt }) => openAt(raisedAt, resolvedAt, asOf))
      .map(({ raisedAt }) => justAfter(calendar.addWorkingDays(raisedAt, long))),
    ...milestonesLateAt(facts, asOf, calendar).map(justAfter),
    ...periodsOf(facts, asOf, calendar).map(({ dueAt: end }) => end),
  ].filter((at) => at > asOf);
  return later.length === 0 ? null : new Date(Math.min(...later.map((at) => at.getTime())));
}

const justAfter = (at: Date): Date => new Date(at.getTime() + 1);
