import type { WorkingCalendar } from '@chengqi/office-kernel';
import type { Extension } from '../extensions/extension.ts';
import type { FeedbackCycle, IdleSpan, SupervisionItem, Verification } from '../items/item.ts';
import type { UrgeNotice } from '../notices/notice.ts';
import type { Obstacle, ProgressReport } from '../progress/progress.ts';

export type Light = 'GREEN' | 'YELLOW' | 'RED' | 'NONE';
export type LightReason =
  | 'NOT_REGISTERED'
  | 'CLOSED_OR_SUSPENDED'
  | 'PAST_DUE'
  | 'TWO_FEEDBACKS_MISSED'
  | 'RED_NOTICE_OPEN'
  | 'DUE_WITHIN_3_WORKING_DAYS'
  | 'BEHIND_SCHEDULE'
  | 'FEEDBACK_MISSED'
  | 'VERIFICATION_FAILED'
  | 'OBSTACLE_OPEN_LONG';

/** Everything a light is computed from; nothing of it is stored as a light. */
export interface LightFacts {
  readonly item: SupervisionItem;
  readonly reports: readonly ProgressReport[];
  readonly notices: readonly UrgeNotice[];
  readonly obstacles: readonly Obstacle[];
  readonly verifications: readonly Verification[];
  readonly extensions: readonly Extension[];
  readonly leadOrgId: string | null;
}

export interface LightVerdict {
  readonly light: Light;
  readonly reason: LightReason | null;
}

/** The first rule that matches decides, on what was known at `asOf`. */
export function lightOf(facts: LightFacts, asOf: Date, calendar: WorkingCalendar): LightVerdict {
  const { item } = facts;
  if (item.registeredAt === null || item.registeredAt > asOf || item.dueAt === null)
    return verdict('NONE', 'NOT_REGISTERED');
  if (item.idle.some((span) => covers(span, asOf))) return verdict('NONE', 'CLOSED_OR_SUSPENDED');
  const missed = missedFeedbacks(facts, asOf, calendar);
  const dueAt = limitAt(item.dueAt, facts.extensions, asOf);
  const red = redReason(facts, dueAt, missed, asOf);
  if (red) return verdict('RED', red);
  const yellow = yellowReason(facts, dueAt, missed, asOf, calendar);
  return yellow ? verdict('YELLOW', yellow) : verdict('GREEN', null);
}

const verdict = (light: Light, reason: LightReason | null): LightVerdict => ({ light, reason });
const until = (at: Date, asOf: Date) => at.getTime() <= asOf.getTime();
const openAt = (start: Date, end: Date | null, asOf: Date) => until(start, asOf) && (end === null || end > asOf);
const covers = ({ from, to }: IdleSpan, asOf: Date) => openAt(new Date(from), to === null ? null : new Date(to), asOf);

/** The limit in force then: what was granted later had not moved it yet. */
function limitAt(dueAt: Date, extensions: readonly Extension[], asOf: Date): Date {
  const before = extensions
    .filter(({ decision, decidedAt }) => decision === 'APPROVED' && decidedAt !== null && decidedAt > asOf)
    .map(({ fromDueAt }) => fromDueAt.getTime());
  return new Date(Math.min(dueAt.getTime(), ...before));
}

function redReason({ notices }: LightFacts, dueAt: Date, missed: number, asOf: Date): LightReason | null {
  if (asOf > dueAt) return 'PAST_DUE';
  if (missed >= 2) return 'TWO_FEEDBACKS_MISSED';
  const unanswered = notices.some(
    ({ color, issuedAt, answeredAt }) => color === 'RED' && openAt(issuedAt, answeredAt, asOf),
  );
  return unanswered ? 'RED_NOTICE_OPEN' : null;
}

function yellowReason(
  facts: LightFacts,
  dueAt: Date,
  missed: number,
  asOf: Date,
  calendar: WorkingCalendar,
): LightReason | null {
  if (dueAt <= calendar.addWorkingDays(asOf, 3)) return 'DUE_WITHIN_3_WORKING_DAYS';
  if (elapsedPercent(facts.item, dueAt, asOf) - progressAt(facts, asOf) > 15) return 'BEHIND_SCHEDULE';
  if (missed >= 1) return 'FEEDBACK_MISSED';
  if (facts.verifications.some(({ result, at }) => result !== 'PASS' && until(at, asOf))) return 'VERIFICATION_FAILED';
  const long = facts.obstacles.some(
    ({ raisedAt, resolvedAt }) => openAt(raisedAt, resolvedAt, asOf) && asOf > calendar.addWorkingDays(raisedAt, 5),
  );
  return long ? 'OBSTACLE_OPEN_LONG' : null;
}

/** Suspended time does not run: it has moved the limit and is left out of what has elapsed. */
function elapsedPercent({ registeredAt, idle }: SupervisionItem, dueAt: Date, asOf: Date): number {
  const from = registeredAt?.getTime() ?? 0;
  const stopped = idle.reduce((sum, { from: start, to }) => {
    const end = Math.min(to === null ? asOf.getTime() : Date.parse(to), asOf.getTime());
    return sum + Math.max(0, end - Date.parse(start));
  }, 0);
  const whole = dueAt.getTime() - from - stopped;
  return whole <= 0 ? 100 : ((asOf.getTime() - from - stopped) / whole) * 100;
}

/** The lead unit's last word; an item imported without reports keeps its stored percentage. */
function progressAt({ item, reports, leadOrgId }: LightFacts, asOf: Date): number {
  const own = reports.filter(({ kind, orgId }) => kind === 'FEEDBACK' && orgId === leadOrgId);
  if (own.length === 0) return item.progressPercent;
  return own.filter(({ at }) => until(at, asOf)).at(-1)?.percent ?? 0;
}

const periodDays: Record<FeedbackCycle, number | null> = { DAILY: 1, WEEKLY: 7, BIWEEKLY: 14, MONTHLY: 30, NONE: null };

/** How many of the last two finished periods have no report, counted back from the last; a period that touches idle time is excused. */
function missedFeedbacks({ item, reports }: LightFacts, asOf: Date, calendar: WorkingCalendar): number {
  const length = periodDays[item.feedbackCycle];
  if (length === null || item.acceptedAt === null) return 0;
  const accepted = calendar.dayOf(item.acceptedAt);
  const given = reports
    .filter(({ kind, at }) => kind === 'FEEDBACK' && until(at, asOf))
    .map(({ at }) => calendar.dayOf(at));
  const finished = Math.floor((calendar.daysBetween(item.acceptedAt, asOf) - 1) / length);
  const isMissed = (period: number): boolean => {
    if (period < 1) return false;
    const first = calendar.dayAfter(accepted, (period - 1) * length + 1);
    const last = calendar.dayAfter(accepted, period * length);
    const excused = item.idle.some(
      ({ from, to }) =>
        calendar.dayOf(new Date(from)) <= last && (to === null || calendar.dayOf(new Date(to)) >= first),
    );
    return !excused && !given.some((day) => day >= first && day <= last);
  };
  if (!isMissed(finished)) return 0;
  return isMissed(finished - 1) ? 2 : 1;
}
