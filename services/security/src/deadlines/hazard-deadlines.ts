import {
  daysLaidDown,
  judgeDeadline,
  type PartDeadline,
  startDeadline,
  statedDeadline,
  type WorkingCalendar,
} from '@chengqi/office-kernel';
import type { Hazard } from '../hazards/hazard.ts';
import { rules } from './deadline-rules.ts';

/** Limits of a relapse are of their own and named by its number; those of the first time are the hazard's itself. */
const relapse = ({ relapses }: Hazard) => (relapses ? { part: String(relapses) } : {});

function confirming(hazard: Hazard, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  const limit = startDeadline(rules.confirm(hazard.reportedLevel), hazard.reportedAt, calendar);
  return [judgeDeadline(limit, { met: hazard.confirmedAt ?? hazard.dismissedAt }, now)];
}

/** Until its plan is approved, a MAJOR hazard stands under the outermost limit. */
function planning(hazard: Hazard, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  const { confirmedAt, reopenedAt, planDueAt: dueAt, plan } = hazard;
  const startAt = reopenedAt ?? confirmedAt;
  if (startAt === null || dueAt === null) return [];
  const rule = rules.plan(daysLaidDown(calendar, startAt, dueAt));
  const limit = statedDeadline(rule, { startAt, dueAt, originalDueAt: dueAt }, calendar);
  const met = plan?.approvedAt ? new Date(plan.approvedAt) : null;
  return [{ ...judgeDeadline(limit, { met }, now), ...relapse(hazard) }];
}

/** As the ledger counts it: what waits for its recheck is not put right yet, and a repair on the spot needs no plan. */
function rectifying(hazard: Hazard, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  const { level, confirmedAt, reopenedAt, plan, dueAt, relapses, closedAt: met } = hazard;
  const begun = level === 'MAJOR' ? plan?.approvedAt && new Date(plan.approvedAt) : (reopenedAt ?? confirmedAt);
  if (!begun || dueAt === null) return [];
  const originalDueAt = relapses ? dueAt : (hazard.originalDueAt ?? dueAt);
  const rule = rules.rectify(level, daysLaidDown(calendar, begun, originalDueAt));
  const limit = statedDeadline(rule, { startAt: begun, dueAt, originalDueAt }, calendar);
  return [{ ...judgeDeadline({ ...limit, extensions: hazard.extensions }, { met }, now), ...relapse(hazard) }];
}

/** HAZ-3. */
function reporting({ level, confirmedAt, reportedToRegulatorAt: met }: Hazard, calendar: WorkingCalendar, now: Date) {
  if (level !== 'MAJOR' || confirmedAt === null) return [];
  return [judgeDeadline(startDeadline(rules.regulator, confirmedAt, calendar), { met }, now)];
}

/** Every limit of a hazard and how it stands at a moment; history is under none. */
export function deadlinesOf(hazard: Hazard, calendar: WorkingCalendar, now: Date): PartDeadline[] {
  if (hazard.importedAt !== null && hazard.openedAt === null) return [];
  return [confirming, planning, rectifying, reporting].flatMap((each) => each(hazard, calendar, now));
}
